package dev.earshot.city.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.city.testing.Chromium;
import dev.earshot.city.testing.Packaged;
import dev.earshot.city.testing.RunningProcessor;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.recordings.WavFile;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.PcmFrame;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sound kept around alarms, from the node to the ear: the packaged processor, simulator and
 * commands as an operator uses them.
 */
class KeptAudioIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int RATE = 16_000;
  private static final int SECONDS = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final EmbeddedBroker broker = EmbeddedBroker.temporary();

  @BeforeEach
  void startBroker() {
    broker.start();
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  private RunningProcessor processor(String... options) {
    return new RunningProcessor(
        directory,
        broker.clientProperties(),
        "http",
        HttpClient.newHttpClient(),
        Map.of(),
        options);
  }

  private RunningProcessor keeping(String... more) {
    List<String> options = new ArrayList<>(List.of("--keep-audio", "" + SECONDS));
    options.addAll(List.of("--audio-key", directory.resolve("keys/public.pem").toString()));
    options.addAll(List.of(more));
    RunningProcessor running = processor(options.toArray(String[]::new));
    await().atMost(PATIENCE).until(() -> list(running).path("trouble").isNull());
    return running;
  }

  private record Said(int exitCode, String out, String err) {}

  private Said audio(String... args) {
    List<String> all = new ArrayList<>(List.of("audio"));
    all.addAll(List.of(args));
    try (Packaged command = Packaged.processor(directory, Map.of(), all.toArray(String[]::new))) {
      int exitCode = command.exitCode();
      return new Said(exitCode, command.standardOutput(), command.standardError());
    }
  }

  private void simulate() {
    try (Packaged simulate =
        Packaged.simulator(
            directory,
            Map.of(),
            "simulate",
            "--nodes",
            "2",
            "--duration",
            "120",
            "--speed",
            "20",
            "--bootstrap-servers",
            broker.bootstrapServers())) {
      assertThat(simulate.exitCode()).as(simulate.standardError()).isZero();
    }
  }

  private static JsonNode list(RunningProcessor running) throws Exception {
    return JSON.readTree(running.ask("GET", "/api/audio").body());
  }

  private static Map<String, String> states(RunningProcessor running) throws Exception {
    Map<String, String> states = new HashMap<>();
    for (JsonNode item : list(running).path("items")) {
      states.put(item.path("anomaly_id").asText(), item.path("text").asText());
    }
    return states;
  }

  private static String path(String anomalyId) {
    return "/api/audio/" + URLEncoder.encode(anomalyId, StandardCharsets.UTF_8);
  }

  private List<byte[]> records(String topic) {
    List<byte[]> values = new ArrayList<>();
    Map<String, Object> client = new HashMap<>(broker.clientProperties());
    client.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          Optional.ofNullable(record.value()).ifPresent(values::add);
        }
      }
    }
    return values;
  }

  private Set<String> closed() throws Exception {
    Set<String> ids = new TreeSet<>();
    for (byte[] value : records(Topics.ANOMALIES)) {
      AnomalyEvent event = SingleObject.of(AnomalyEvent.class).decode(value);
      if (event.getPhase() == AnomalyPhase.CLOSED) {
        ids.add(event.getAnomalyId());
      }
    }
    return ids;
  }

  /** What a node has sent, by the index of the sample: what was said, not what was heard. */
  private Map<Long, Short> sent(String nodeId) throws Exception {
    Map<Long, Short> samples = new HashMap<>();
    for (byte[] value : records(Topics.PCM_FRAMES)) {
      PcmFrame frame = SingleObject.of(PcmFrame.class).decode(value);
      if (frame.getNodeId().equals(nodeId)) {
        ShortBuffer pcm =
            frame.getSamples().duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        for (int i = 0; i < pcm.remaining(); i++) {
          samples.put(frame.getFirstSample() + i, pcm.get(i));
        }
      }
    }
    return samples;
  }

  @Test
  void theSoundOfEveryAlarmIsKeptOnceAndHeardByWhoHasTheKeySampleForSample() throws Exception {
    assertThat(audio("keys", "--out", directory.resolve("keys").toString()).exitCode()).isZero();
    Set<String> alarms;
    try (RunningProcessor running = keeping()) {
      simulate();
      await()
          .atMost(PATIENCE)
          .until(() -> !closed().isEmpty() && states(running).keySet().equals(closed()));
      alarms = closed();
      assertThat(alarms).hasSizeGreaterThan(1);
      assertThat(states(running).values()).containsOnly("kept");
      assertThat(records(Topics.KEPT_AUDIO)).as("each once").hasSize(alarms.size());
      for (JsonNode item : list(running).path("items")) {
        isTheVerySound(running, item);
      }
      noSoundIsReadableOnTheTopic(alarms.iterator().next());
      thePageDecryptsAndPlaysIt(running, alarms.iterator().next());
      anotherKeyOpensNothing(running, alarms.iterator().next());
      assertThat(running.status("DELETE", path(alarms.iterator().next()))).isEqualTo(403);
      assertThat(running.status("GET", path("node-01:1:1"))).isEqualTo(404);
    }
    beyondTheBudgetIsDeletedAndTold(alarms);
  }

  private void isTheVerySound(RunningProcessor running, JsonNode item) throws Exception {
    Path wav = directory.resolve("alarm.wav");
    String id = item.path("anomaly_id").asText();
    Said got = hear(running, id, "keys", wav);
    assertThat(got.exitCode()).as(got.err()).isZero();

    float[] heard = WavFile.read(wav).mono();
    long alarmFrom = Long.parseLong(id.substring(id.lastIndexOf(':') + 1));
    Duration before =
        Duration.between(
            Instant.parse(item.path("sound_from").asText()),
            Instant.parse(item.path("started_at").asText()));
    long first = alarmFrom - Math.round(before.toNanos() / 1e9 * RATE);
    assertThat(first).isEqualTo(Math.max(0, alarmFrom - SECONDS * RATE));
    Map<Long, Short> sent = sent(item.path("node_id").asText());
    float[] expected = new float[heard.length];
    for (int i = 0; i < heard.length; i++) {
      expected[i] = sent.get(first + i) / 32_768f;
    }
    assertThat(heard).isEqualTo(expected);
    long end = sent.keySet().stream().mapToLong(sample -> sample + 1).max().orElseThrow();
    Duration lasted =
        Duration.between(
            Instant.parse(item.path("started_at").asText()),
            Instant.parse(item.path("ended_at").asText()));
    long wanted = alarmFrom + Math.round(lasted.toNanos() / 1e9 * RATE) + SECONDS * RATE;
    if (!item.path("cut").asBoolean()) {
      assertThat(first + heard.length).isEqualTo(Math.min(wanted, end));
    }
  }

  /** Not one stretch of what the node has sent stands there as it was. */
  private void noSoundIsReadableOnTheTopic(String id) throws Exception {
    Set<Long> sent = new HashSet<>();
    Map<Long, Short> samples = sent(id.substring(0, id.indexOf(':')));
    for (long at = 0; samples.containsKey(at + 3); at++) {
      sent.add(eightBytes(samples, at));
    }
    sent.remove(0L);
    for (byte[] value : records(Topics.KEPT_AUDIO)) {
      ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
      long found = 0;
      for (int i = 0; i + 8 <= value.length; i++) {
        found += sent.contains(bytes.getLong(i)) ? 1 : 0;
      }
      assertThat(found).isLessThan(3); // by chance
    }
  }

  private static long eightBytes(Map<Long, Short> samples, long at) {
    long bytes = 0;
    for (int i = 3; i >= 0; i--) {
      bytes = bytes << 16 | Short.toUnsignedLong(samples.get(at + i));
    }
    return bytes;
  }

  /** In the machine's own browser, with the headers of the processor. */
  private void thePageDecryptsAndPlaysIt(RunningProcessor running, String id) throws Exception {
    if (!Chromium.isThere()) {
      return; // PageIT says that it is missing
    }
    Path wav = directory.resolve("page.wav");
    hear(running, id, "keys", wav);
    float[] expected = WavFile.read(wav).mono();
    try (Chromium browser = Chromium.showing(running.uri("/"), directory)) {
      await()
          .atMost(PATIENCE)
          .until(() -> browser.evaluate("document.readyState === 'complete'").asBoolean());
      browser.evaluate(
          """
          import('/page/audio.js').then(({mountAudio}) => {
            const place = document.createElement('div');
            place.id = 'sound';
            document.body.prepend(place);
            mountAudio(place, '%s');
          })
          """
              .formatted(id));
      await().atMost(PATIENCE).until(() -> sound(browser).contains("of sound are kept, encrypted"));

      audio("keys", "--out", directory.resolve("wrong").toString());
      giveKey(browser, directory.resolve("wrong/private.pem"));
      await().atMost(PATIENCE).until(() -> sound(browser).contains("This key does not open it"));
      giveKey(browser, directory.resolve("keys/private.pem"));
      String seconds = "document.querySelector('#sound audio')?.duration ?? 0";
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(browser.evaluate(seconds).asDouble())
                      .isCloseTo(expected.length / (double) RATE, within(0.01)));
      assertThat(browser.evaluate("document.querySelector('#sound canvas').width").asInt())
          .isPositive();
      assertThat(heardByThePage(browser, id)).isEqualTo(expected);
    }
  }

  private static String sound(Chromium browser) {
    return browser.evaluate("document.querySelector('#sound').innerText").asText();
  }

  private static void giveKey(Chromium browser, Path pem) throws Exception {
    browser.evaluate(
        """
        {
          const files = new DataTransfer();
          files.items.add(new File([%s], 'private.pem'));
          const input = document.querySelector('#sound input');
          input.files = files.files;
          input.dispatchEvent(new Event('change'));
        }
        """
            .formatted(JSON.writeValueAsString(Files.readString(pem))));
  }

  private float[] heardByThePage(Chromium browser, String id) throws Exception {
    String pem = Files.readString(directory.resolve("keys/private.pem"));
    JsonNode samples =
        browser.evaluate(
            """
            Promise.all([import('/page/audio.js'), import('/page/recording.js')])
              .then(async ([{fetchRecording}, {importKey}]) =>
                Array.from((await fetchRecording('%s', await importKey(%s))).samples))
            """
                .formatted(id, JSON.writeValueAsString(pem)));
    float[] heard = new float[samples.size()];
    for (int i = 0; i < heard.length; i++) {
      heard[i] = (float) samples.get(i).asDouble();
    }
    return heard;
  }

  /** {@code audio get}, with the private key of a folder. */
  private Said hear(RunningProcessor running, String id, String keys, Path wav) {
    return audio(
        "get",
        id,
        "--key",
        directory.resolve(keys).resolve("private.pem").toString(),
        "--out",
        wav.toString(),
        "--url",
        running.uri("/").toString());
  }

  private void anotherKeyOpensNothing(RunningProcessor running, String id) {
    audio("keys", "--out", directory.resolve("others").toString());
    Said got = hear(running, id, "others", directory.resolve("never.wav"));
    assertThat(got.exitCode()).isEqualTo(1);
    assertThat(got.err())
        .isEqualTo(
            "earshot: this private key does not open it: it was encrypted to another public key\n");
    assertThat(directory.resolve("never.wav")).doesNotExist();
  }

  private void beyondTheBudgetIsDeletedAndTold(Set<String> alarms) throws Exception {
    try (RunningProcessor running = keeping("--audio-max-count", "1")) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(records(Topics.KEPT_AUDIO)).hasSize(2 * alarms.size() - 1));
      Map<String, String> states = states(running);
      assertThat(states.keySet()).isEqualTo(alarms);
      assertThat(states.values().stream().filter("kept"::equals)).hasSize(1);
      String deleted =
          states.entrySet().stream()
              .filter(state -> !state.getValue().equals("kept"))
              .map(Map.Entry::getKey)
              .collect(Collectors.toList())
              .get(0);
      assertThat(running.ask("GET", path(deleted)).statusCode()).isEqualTo(410);
      assertThat(running.ask("GET", path(deleted)).body())
          .isEqualTo("{\"error\":\"deleted: more were kept than are to be\"}");
      Said listed = audio("list", "--url", running.uri("/").toString());
      assertThat(listed.out()).hasLineCount(alarms.size()).contains("\"reason\":\"TOO_MANY\"");
    }
  }

  @Test
  void nothingIsKeptWhereItWasNotAskedFor() throws Exception {
    try (RunningProcessor running = processor()) {
      simulate();
      await().atMost(PATIENCE).until(() -> closed().size() > 1);

      assertThat(list(running).path("keeping").asBoolean()).isFalse();
      assertThat(list(running).path("items")).isEmpty();
      assertThat(running.status("GET", path(closed().iterator().next()))).isEqualTo(404);
      try (Admin admin = Admin.create(new HashMap<String, Object>(broker.clientProperties()))) {
        assertThat(admin.listTopics().names().get()).doesNotContain(Topics.KEPT_AUDIO);
        assertThat(admin.listGroups().all().get())
            .noneMatch(group -> group.groupId().endsWith("-audio"));
      }
    }
  }
}
