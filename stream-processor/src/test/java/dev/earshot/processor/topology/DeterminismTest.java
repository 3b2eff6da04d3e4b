package dev.earshot.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.PcmEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** What comes out depends on what went in, and on nothing else. */
class DeterminismTest {
  private record Sent(byte[] key, byte[] value, long timestampMs) {}

  /** Four nodes that do all that nodes do, interleaved, from a seed. */
  private static List<Sent> hostileCity(long seed, int steps) {
    List<Sent> sent = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    List<TestNode> nodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      nodes.add(new TestNode("node-" + i, (key, value, at) -> sent.add(new Sent(key, value, at))));
    }
    for (int step = 0; step < steps; step++) {
      TestNode node = nodes.get(random.nextInt(nodes.size()));
      node.framesOf(160 + random.nextInt(8_000));
      switch (random.nextInt(16)) {
        case 0 -> node.lose(random.nextDouble() * 4);
        case 1 -> node.restart(random.nextInt(4));
        case 2 -> node.in(PcmEncoding.values()[1 + random.nextInt(2)]);
        case 3 -> node.pause(random.nextDouble() * 2 - 1);
        case 4 -> node.send(node.frame(random.nextLong(node.next() + 1), 1_600, false));
        case 5 -> sent.add(new Sent(node.key(), new byte[random.nextInt(30)], 0));
        case 6, 7, 8 -> node.quiet(0.2 + random.nextDouble() * 2);
        default -> node.loud(0.2 + random.nextDouble());
      }
      if (step == steps / 2) {
        nodes.remove(0).loud(1); // and is never heard again
      }
    }
    return sent;
  }

  @Test
  void theSameRecordsGiveTheSameByteForByte() {
    List<Sent> sent = hostileCity(4, 400);
    List<String> once = outputOf(sent);
    assertThat(once).hasSizeGreaterThan(500);
    assertThat(outputOf(sent)).isEqualTo(once);
  }

  private static List<String> outputOf(List<Sent> sent) {
    try (TestTopology topology = new TestTopology()) {
      sent.forEach(one -> topology.send(one.key, one.value, one.timestampMs));
      return topology.everything();
    }
  }

  @Test
  void howAStreamIsCutDoesNotMatter() {
    List<String> usual = heardInFramesOf(TestNode.FRAME_SAMPLES);
    for (int samples : new int[] {160, 161, 1_000, 10_560, 32_000}) {
      assertThat(heardInFramesOf(samples)).as("frames of %d", samples).isEqualTo(usual);
    }
  }

  private static List<String> heardInFramesOf(int samples) {
    try (TestTopology topology = new TestTopology()) {
      topology.node("n").framesOf(samples).quiet(2).loud(3).quiet(3).loud(0.4).quiet(3);
      List<String> heard = new ArrayList<>();
      topology.scores().forEach(score -> heard.add(score.toString()));
      topology.anomalies().forEach(event -> heard.add(event.toString()));
      return heard;
    }
  }

  @Test
  void aProcessorThatDiesAfterEveryRecordMissesNothing() {
    List<Sent> sent = hostileCity(5, 400);
    List<String> inOneGo = heard(sent, Integer.MAX_VALUE);
    assertThat(inOneGo).hasSizeGreaterThan(500);
    assertThat(inOneGo)
        .filteredOn(record -> record.startsWith(EarshotTopology.LEVELS))
        .hasSizeGreaterThan(3);
    assertThat(heard(sent, 1)).isEqualTo(inOneGo);
    assertThat(heard(sent, 7)).isEqualTo(inOneGo);
  }

  /** Another processor takes over the stores every so many records, as after a crash. */
  private static List<String> heard(List<Sent> sent, int recordsOfALife) {
    TestModel model = new TestModel();
    PartitionSettings settings = PartitionSettings.of(model.model());
    MockProcessorContext<byte[], Object> context = new MockProcessorContext<>();
    for (String name :
        List.of(
            EarshotTopology.NODE_STATE,
            EarshotTopology.NODE_DECISIONS,
            EarshotTopology.NODE_LEVELS,
            EarshotTopology.NODE_PROFILES)) {
      KeyValueStore<String, byte[]> store =
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
              .withLoggingDisabled()
              .build();
      store.init(context.getStateStoreContext(), store);
    }
    NodeProfile calibrated =
        NodeProfile.newBuilder().setNodeId("node-1").setCalibrationOffsetDb(100f).build();
    KeyValueStore<String, byte[]> profiles = context.getStateStore(EarshotTopology.NODE_PROFILES);
    profiles.put("node-1", SingleObject.of(NodeProfile.class).encode(calibrated));

    NodeProcessor processor = null;
    for (int i = 0; i < sent.size(); i++) {
      if (processor == null || i % recordsOfALife == 0) {
        if (processor != null) {
          processor.close();
        }
        processor = new NodeProcessor(settings, Optional.empty());
        processor.init(context);
      }
      context.setRecordMetadata(Topics.PCM_FRAMES, 0, i);
      Sent one = sent.get(i);
      processor.process(new Record<>(one.key, one.value, one.timestampMs, new RecordHeaders()));
    }
    processor.close();
    assertThat(model.scorersOpen()).isZero();
    return context.forwarded().stream()
        .map(forwarded -> forwarded.childName().orElseThrow() + " " + bytes(forwarded.record()))
        .toList();
  }

  private static String bytes(Record<? extends byte[], ?> record) {
    byte[] value =
        record.value() instanceof SpecificRecord event ? avro(event) : (byte[]) record.value();
    return TestTopology.hex(record.timestamp(), record.key(), value, record.headers());
  }

  @SuppressWarnings("unchecked")
  private static <T extends SpecificRecord> byte[] avro(T event) {
    return SingleObject.of((Class<T>) event.getClass()).encode(event);
  }
}
