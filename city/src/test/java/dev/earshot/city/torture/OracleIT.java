package dev.earshot.city.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.city.broker.Backlog;
import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.processor.topology.EarshotTopology;
import dev.earshot.processor.topology.ModelListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The oracle against an undisturbed processor on a real broker: they agree, to the last frame. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OracleIT {
  private static final int NODES = 12;
  private static final int MESSAGES = 2_000;
  private static final int MESSAGES_A_SECOND = 5_000;

  private final ModelFile model = ShippedModel.load();
  private final EmbeddedBroker broker = EmbeddedBroker.temporary();
  private final Map<String, String> client = broker.clientProperties();
  private Sent sent;

  @BeforeAll
  void playACity(@TempDir Path stateDirectory) {
    broker.start();
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      Topics.createMissing(admin, Rig.topics());
    }
    HostileCity city = new HostileCity(1, NODES);
    try (FrameFeed feed = new FrameFeed(city, MESSAGES, MESSAGES_A_SECOND, client);
        KafkaStreams streams = streams(stateDirectory)) {
      feed.sendProfiles();
      streams.start();
      awaitWorkedOff(Topics.NODE_PROFILES);
      feed.run();
      awaitWorkedOff(Topics.PCM_FRAMES);
      sent = feed.sent();
    }
  }

  private KafkaStreams streams(Path stateDirectory) {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, Rig.APPLICATION_ID);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    PartitionSettings settings = PartitionSettings.of(NodeModel.of(model));
    return new KafkaStreams(
        EarshotTopology.build(settings, Optional.empty(), ModelListener.NONE), properties);
  }

  private void awaitWorkedOff(String topic) {
    try (Backlog backlog = new Backlog(client, Rig.APPLICATION_ID, topic)) {
      assertThat(backlog.awaitNone(() -> {}, () -> false)).as(topic + " is worked off").isTrue();
    }
  }

  @AfterAll
  void stopBroker() {
    broker.close();
  }

  @Test
  void expectsBitForBitWhatTheProcessorMakesOfTheFrames() {
    Verdict verdict = verdict(record -> false);

    assertThat(verdict.items()).allMatch(item -> item.expected() > 0);
    assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
  }

  @Test
  void findsOutThatOneFrameIsMissing() {
    Verdict verdict = verdict(record -> record.partition() == 0 && record.offset() == 10);

    assertThat(verdict.isClean()).isFalse();
    assertThat(verdict.items())
        .filteredOn(item -> item.of().equals(Verdict.STATES))
        .allMatch(item -> item.different() == 1);
    assertThat(verdict.items())
        .filteredOn(item -> item.different() > 0)
        .allMatch(item -> item.first().orElseThrow().contains("of partition 0: expected"));
  }

  private Verdict verdict(Predicate<ConsumerRecord<byte[], byte[]>> leaveOut) {
    return Verdict.of(client, sent, Oracle.consult(client, model, leaveOut));
  }
}
