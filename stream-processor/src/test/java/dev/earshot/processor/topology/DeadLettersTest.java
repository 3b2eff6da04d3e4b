package dev.earshot.processor.topology;

import static dev.earshot.processor.TestNode.FRAME_SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.DeadLetters;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.SingleObject;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.PcmFrame;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bad input is data: it is told with its reason and its place, and nothing else stops. */
class DeadLettersTest {
  private static final long NOW_MS = TestNode.START.toEpochMilli();

  private final TestTopology topology = new TestTopology();
  private final TestNode node = topology.node("node-1");

  @AfterEach
  void close() {
    topology.close();
  }

  @Test
  void aDeadLetterIsTheOriginalWithReasonAndPosition() {
    byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);
    node.quiet(0.2);
    topology.send(node.key(), poison, NOW_MS + 42);
    var letter = topology.deadLetters().get(0);
    assertThat(letter.key()).isEqualTo(node.key());
    assertThat(letter.value()).isEqualTo(poison);
    assertThat(TestTopology.header(letter, DeadLetters.REASON)).isEqualTo("NOT_SINGLE_OBJECT");
    assertThat(TestTopology.header(letter, DeadLetters.DETAIL)).contains("C3 01");
    assertThat(TestTopology.header(letter, DeadLetters.TOPIC)).isEqualTo("earshot.pcm-frames");
    assertThat(TestTopology.header(letter, DeadLetters.PARTITION)).isEqualTo("0");
    assertThat(TestTopology.header(letter, DeadLetters.OFFSET)).isEqualTo("1");
    assertThat(TestTopology.header(letter, DeadLetters.TIMESTAMP)).isEqualTo("" + (NOW_MS + 42));
  }

  @Test
  void whatNoProducerSendsAgainIsCut() {
    topology.send(node.key(), new byte[3_000_000], NOW_MS);
    var letter = topology.deadLetters().get(0);
    assertThat(letter.value()).hasSizeLessThan(1_000_000);
    assertThat(TestTopology.header(letter, DeadLetters.CUT)).contains("a value of 3000000");
  }

  @Test
  void anotherContractIsADeadLetter() {
    NodeStatus status =
        NodeStatus.newBuilder()
            .setNodeId("node-1")
            .setKind(NodeStatusKind.BACK)
            .setAt(TestNode.START)
            .setSession(1)
            .setNextSample(0)
            .setSamplesHeard(0)
            .setSamplesLost(0)
            .setSamplesDuplicate(0)
            .setSamplesLate(0)
            .setRestarts(0)
            .build();
    topology.send(node.key(), SingleObject.of(NodeStatus.class).encode(status), NOW_MS);
    assertThat(topology.deadLetterReasons()).containsExactly(Reason.UNKNOWN_SCHEMA);
  }

  @Test
  void aRecordWithoutValueOrKeyIsADeadLetter() {
    topology.send(node.key(), null, NOW_MS);
    topology.send(null, encode(node.frame(0, FRAME_SAMPLES, false)), NOW_MS);
    assertThat(topology.deadLetterReasons()).containsExactly(Reason.NO_VALUE, Reason.WRONG_KEY);
  }

  @Test
  void poisonInAStreamLeavesTheStreamAsItIs() {
    SplittableRandom random = new SplittableRandom(1);
    int poisoned = 0;
    for (int i = 0; i < 50; i++) {
      node.quiet(0.2);
      byte[] frame = encode(node.frame(node.next(), FRAME_SAMPLES, true));
      byte[] cut = java.util.Arrays.copyOf(frame, random.nextInt(frame.length));
      topology.send(node.key(), cut, NOW_MS);
      poisoned++;
    }
    assertThat(topology.deadLetters()).hasSize(poisoned);
    assertThat(topology.anomalies()).isEmpty();
    assertThat(topology.lastStatus().getSamplesHeard()).isEqualTo(TestNode.samples(10));
    assertThat(topology.lastStatus().getSamplesLost()).isZero();
  }

  @Test
  void anAbsurdLengthTakesNoMemory() {
    byte[] frame = encode(node.frame(0, FRAME_SAMPLES, false));
    byte[] lie = java.util.Arrays.copyOf(frame, frame.length - 2 * FRAME_SAMPLES + 4);
    // the length of `samples` stands right before them: claim two gigabytes
    System.arraycopy(new byte[] {-2, -1, -1, -1, 15}, 0, lie, lie.length - 6, 5);
    topology.send(node.key(), lie, NOW_MS);
    assertThat(topology.deadLetterReasons()).hasSize(1);
    assertThat(topology.deadLetterReasons().get(0)).isIn(Reason.TRUNCATED, Reason.DAMAGED);
  }

  @Test
  void aRecordAtWhichTheProcessorFailsIsADeadLetterAndLeavesNothingHalfDone() {
    AtomicInteger failAt = new AtomicInteger(3);
    NodeModel loudness = new TestModel().model();
    NodeModel failing =
        new NodeModel(
            loudness.id(),
            loudness.metadata(),
            () -> {
              var scorer = loudness.scorers().get();
              return new dev.earshot.acoustics.model.Scorer() {
                @Override
                public float score(float[] window) {
                  if (failAt.decrementAndGet() == 0) {
                    throw new IllegalStateException("a bug");
                  }
                  return scorer.score(window);
                }

                @Override
                public void close() {
                  scorer.close();
                }
              };
            });
    RecordedMetrics metrics = new RecordedMetrics();
    PartitionSettings settings = PartitionSettings.of(failing).withMetrics(metrics);
    try (TestTopology fragile = new TestTopology(settings)) {
      TestNode hurt = fragile.node("node-1").framesOf(TestNode.RATE_HZ);
      hurt.quiet(3);
      assertThat(fragile.deadLetterReasons()).containsExactly(Reason.PROCESSING_FAILED);
      assertThat(metrics.counted()).containsEntry("deadLetter PROCESSING_FAILED", 1L);
      assertThat(TestTopology.header(fragile.deadLetters().get(0), DeadLetters.DETAIL))
          .contains("a bug");
      assertThat(fragile.statusKinds())
          .as("as if the first frame had never come")
          .containsExactly(NodeStatusKind.FIRST_HEARD);
      assertThat(fragile.scores().get(0).getFirstSample()).isEqualTo(TestNode.RATE_HZ);
    }
  }

  private static byte[] encode(PcmFrame frame) {
    return SingleObject.of(PcmFrame.class).encode(frame);
  }
}
