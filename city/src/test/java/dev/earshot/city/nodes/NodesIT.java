package dev.earshot.city.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.city.report.TopicContents;
import dev.earshot.city.testing.Packaged;
import dev.earshot.city.testing.RunningProcessor;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.profiles.ProfileTopic;
import dev.earshot.recordings.Sound;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.WindowScore;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Files as nodes, and their calibration, as a user does it with a processor that runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int RATE = 48_000;

  private final EmbeddedBroker broker = EmbeddedBroker.temporary();
  private final Map<String, String> client = broker.clientProperties();
  private Path directory;
  private RunningProcessor processor;

  @BeforeAll
  void start(@TempDir Path directory) {
    this.directory = directory;
    broker.start();
    processor =
        new RunningProcessor(directory, client, "http", HttpClient.newHttpClient(), Map.of());
  }

  @AfterAll
  void stop() {
    processor.close();
    broker.close();
  }

  private Packaged replay(String node, Path wav, String... options) {
    List<String> args =
        new ArrayList<>(List.of("replay", wav.toString(), "--node", node, "--partitions", "1"));
    args.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    args.addAll(List.of(options));
    return Packaged.simulator(directory, Map.of(), args.toArray(String[]::new));
  }

  private Packaged calibrate(String node, String... options) {
    List<String> args = new ArrayList<>(List.of("calibrate", "--node", node));
    args.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    args.addAll(List.of(options));
    return Packaged.processor(directory, Map.of(), args.toArray(String[]::new));
  }

  /** A WAV file of 48 kHz, 16 bits, mono. */
  private Path wav(String name, double seconds, IntToDoubleFunction sample) throws Exception {
    int samples = (int) (seconds * RATE);
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++) {
      bytes.putShort((short) Math.round(32_767 * sample.applyAsDouble(i)));
    }
    Path file = directory.resolve(name);
    AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
    try (AudioInputStream sound =
        new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, samples)) {
      AudioSystem.write(sound, AudioFileFormat.Type.WAVE, file.toFile());
    }
    return file;
  }

  private static Sound siren() {
    SplittableRandom random = new SplittableRandom(1);
    SyntheticSounds sounds = new SyntheticSounds();
    Sound sound = sounds.event(random);
    while (!sound.label().equals("siren")) {
      sound = sounds.event(random);
    }
    return sound;
  }

  private List<AnomalyEvent> anomaliesOf(String node) {
    return TopicContents.read(client, Topics.ANOMALIES, AnomalyEvent.class).stream()
        .filter(event -> event.getNodeId().equals(node))
        .toList();
  }

  @Test
  void theAlarmOfAFileAppearsAndClosesAfterIt() throws Exception {
    float[] siren = siren().samples();
    Path loud =
        wav("siren.wav", 3.0 * siren.length / 16_000, i -> 0.5 * siren[(i / 3) % siren.length]);
    Path calm = wav("calm.wav", 0.1, i -> 0);

    play("calm", calm, "--tail", "20");
    assertThat(play("hall", loud)).contains("siren.wav (", "plays as hall to ");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(anomaliesOf("hall"))
                    .extracting(AnomalyEvent::getPhase)
                    .contains(AnomalyPhase.OPENED, AnomalyPhase.CLOSED));
    // heard before it, as all here is in one partition
    assertThat(anomaliesOf("calm")).isEmpty();
  }

  private String play(String node, Path wav, String... options) {
    List<String> args = new ArrayList<>(List.of("--speed", "20"));
    args.addAll(List.of(options));
    try (Packaged replay = replay(node, wav, args.toArray(String[]::new))) {
      assertThat(replay.exitCode()).as(replay.standardError()).isZero();
      return replay.standardError();
    }
  }

  @Test
  void aCalibratorOnANodeGivesItsOffsetAndKeepsTheRestOfItsProfile() throws Exception {
    new ProfileTopic(client)
        .set(NodeProfile.newBuilder().setNodeId("mast").setPlace("by the river").build());
    double amplitude = Math.pow(10, -30 / 20.0);
    Path file = wav("tone.wav", 2, i -> amplitude * Math.sin(2 * Math.PI * 1_000 * i / RATE));

    try (Packaged node = replay("mast", file, "--loop");
        Packaged calibrate = calibrate("mast", "--timeout", "100")) {
      assertThat(calibrate.exitCode()).as(calibrate.standardError()).isZero();
      assertThat(calibrate.standardOutput())
          .startsWith("mast: calibration offset 124.0")
          .contains("(before: none)");
      NodeProfile profile = new ProfileTopic(client).newest("mast").orElseThrow();
      assertThat(profile.getCalibrationOffsetDb()).isCloseTo(124f, within(0.1f));
      assertThat(profile.getPlace()).isEqualTo("by the river");
      assertThat(profile.getCalibrationMethod()).startsWith("94.0 dB at 1000 Hz for 5 s");
      assertThat(profile.getCalibratedAt()).isNotNull();
      assertThat(profile.getSetBy()).isEqualTo("earshot calibrate");

      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  TopicContents.read(client, Topics.WINDOW_SCORES, WindowScore.class).stream()
                      .anyMatch(score -> score.getLevel().getCalibrationOffsetDb() != null));
      assertThat(node.isAlive()).isTrue();
    }
  }

  @Test
  void anUnsteadyLevelIsRefusedWithItsSpreadAndTheProfileIsLeftAlone() throws Exception {
    Path file =
        wav(
            "wobble.wav",
            4,
            i ->
                (0.02 + 0.01 * Math.sin(2 * Math.PI * i / (4.0 * RATE)))
                    * Math.sin(2 * Math.PI * 1_000 * i / RATE));

    try (Packaged node = replay("wobbly", file, "--loop");
        Packaged calibrate = calibrate("wobbly", "--timeout", "15")) {
      assertThat(calibrate.exitCode()).isEqualTo(1);
      assertThat(calibrate.standardError())
          .contains("earshot: wobbly is not calibrated after 15 s: not steady: ")
          .contains("0.2 dB is the most; its profile is left as it was");
      assertThat(node.isAlive()).isTrue();
    }
    assertThat(new ProfileTopic(client).newest("wobbly")).isEmpty();
  }
}
