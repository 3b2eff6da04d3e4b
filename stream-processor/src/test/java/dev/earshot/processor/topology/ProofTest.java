package dev.earshot.processor.topology;

import static dev.earshot.processor.TestNode.FRAME_SAMPLES;
import static dev.earshot.processor.TestNode.samples;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.TestNode;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.PcmFrame;
import dev.earshot.v1.WindowScore;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Proof by agreement: no lone frame takes a node from its stream, and no node is muted by one. */
class ProofTest {
  private static final long HOUR = 3_600;

  private final TestTopology topology = new TestTopology();
  private final TestNode node = topology.node("node-1");

  @AfterEach
  void close() {
    topology.close();
  }

  private PcmFrame next() {
    return node.frame(node.next(), FRAME_SAMPLES, false);
  }

  private static PcmFrame ofSession(long session, PcmFrame frame) {
    frame.setSession(session);
    return frame;
  }

  private static PcmFrame movedBy(double seconds, PcmFrame frame) {
    frame.setFirstSample(frame.getFirstSample() + samples(seconds));
    return frame;
  }

  private List<NodeStatusKind> turns() {
    return topology.statusKinds().stream()
        .filter(kind -> kind != NodeStatusKind.LISTENING)
        .toList();
  }

  private void heardThroughout(double seconds) {
    NodeStatus status = topology.lastStatus();
    assertThat(status.getKind()).isEqualTo(NodeStatusKind.LISTENING);
    assertThat(status.getSamplesHeard()).isEqualTo(samples(seconds));
    assertThat(status.getSamplesLost()).isZero();
  }

  @Test
  void aDamagedSessionHarmsOnlyItsFrame() {
    node.quiet(1).send(ofSession(77, next())).quiet(9);
    assertThat(topology.deadLetterReasons()).containsExactly(Reason.UNPROVEN_SESSION);
    assertThat(turns()).containsExactly(NodeStatusKind.FIRST_HEARD);
    heardThroughout(10);
  }

  @Test
  void aDamagedCounterHarmsOnlyItsFrame() {
    node.quiet(1).send(movedBy(50 * 60, next())).send(movedBy(100 * HOUR, next())).quiet(9);
    assertThat(topology.deadLetterReasons())
        .containsExactly(Reason.WRONG_POSITION, Reason.WRONG_POSITION);
    heardThroughout(10);
  }

  @Test
  void aDamagedCounterSilencesNobody() {
    TestNode healthy = topology.node("node-2");
    healthy.quiet(0.2);
    node.quiet(1).send(movedBy(50 * 60, next()));
    healthy.quiet(0.2);
    node.quiet(0.2);
    assertThat(turns()).containsExactly(NodeStatusKind.FIRST_HEARD, NodeStatusKind.FIRST_HEARD);
  }

  @Test
  void aJumpThatOnlyTheNextFrameProvesSilencesNobody() {
    TestNode healthy = topology.node("node-2");
    healthy.quiet(0.2);
    node.quiet(1).lose(2 * HOUR).pause(-2 * HOUR).quiet(0.6);
    healthy.quiet(0.2);
    assertThat(turns())
        .containsExactly(
            NodeStatusKind.FIRST_HEARD,
            NodeStatusKind.FIRST_HEARD,
            NodeStatusKind.SAMPLES_LOST,
            NodeStatusKind.CLOCK_STEPPED);
  }

  @Test
  void aNodeThatWasAwayForDaysGoesOnAtOnce() {
    node.quiet(1).lose(100 * HOUR).quiet(1);
    assertThat(topology.deadLetters()).isEmpty();
    assertThat(topology.lastStatus().getSamplesLost()).isEqualTo(samples(100 * HOUR));
  }

  @Test
  void aNodeThatWasAwayAndWhoseClockSteppedGoesOnWithItsSecondFrame() {
    node.quiet(1).lose(2 * HOUR).pause(5 * HOUR).quiet(12);
    assertThat(topology.deadLetterReasons()).containsExactly(Reason.WRONG_POSITION);
    NodeStatus status = topology.lastStatus();
    assertThat(status.getSamplesLost()).isEqualTo(samples(2 * HOUR + 0.2));
    assertThat(status.getSamplesHeard()).isEqualTo(samples(10));
  }

  @Test
  void aGapOfTwoSecondsIsBelievedWhateverTheClockSays() {
    node.quiet(1).lose(2).pause(-2).quiet(1);
    assertThat(topology.deadLetters()).isEmpty();
    assertThat(topology.lastStatus().getSamplesLost()).isEqualTo(samples(2));
  }

  @Test
  void aSessionThatStartsIsBelievedAtOnce() {
    node.quiet(1).restart(2).quiet(1);
    assertThat(topology.deadLetters()).isEmpty();
    assertThat(topology.lastStatus().getKind()).isEqualTo(NodeStatusKind.RESTARTED);
    assertThat(topology.lastStatus().getNextSample()).isZero();
  }

  @Test
  void aSessionHeardFromItsMiddleIsBelievedWithItsSecondFrame() {
    node.quiet(1).restart(2).lose(30).quiet(12);
    assertThat(topology.deadLetterReasons()).containsExactly(Reason.UNPROVEN_SESSION);
    assertThat(turns()).containsExactly(NodeStatusKind.FIRST_HEARD, NodeStatusKind.RESTARTED);
    assertThat(topology.lastStatus().getSession()).isEqualTo(2);
  }

  @Test
  void lateFramesOfEarlierSessionsAreDeadLetters() {
    PcmFrame ofFirst = node.frame(samples(1), FRAME_SAMPLES, false);
    node.quiet(1).restart(2);
    PcmFrame ofSecond = node.frame(samples(0.4), FRAME_SAMPLES, false);
    node.quiet(1).restart(3).quiet(1).send(ofFirst).send(ofSecond).quiet(9);
    assertThat(topology.deadLetterReasons())
        .containsExactly(Reason.ENDED_SESSION, Reason.ENDED_SESSION);
    NodeStatus status = topology.lastStatus();
    assertThat(status.getSession()).isEqualTo(3);
    assertThat(status.getRestarts()).isEqualTo(2);
    assertThat(status.getSamplesLate()).isEqualTo(2 * FRAME_SAMPLES);
    assertThat(status.getSamplesHeard()).isEqualTo(samples(10));
  }

  @Test
  void aStreamThatAnIntruderEndedIsTakenUpWithItsSecondFrame() {
    PcmFrame intruder = ofSession(77, node.frame(0, FRAME_SAMPLES, false));
    node.quiet(1).send(intruder).quiet(12);
    assertThat(topology.deadLetterReasons()).containsExactly(Reason.ENDED_SESSION);
    assertThat(topology.lastStatus().getSession()).isEqualTo(1);
    assertThat(topology.lastStatus().getRestarts()).isEqualTo(2);
  }

  @Test
  void anEndedSessionThatIsPlayedAgainStaysEnded() {
    node.quiet(1).loud(2).restart(2).quiet(1);
    List<AnomalyEvent> once = List.copyOf(topology.anomalies());
    TestNode again = topology.node("node-1");
    again.quiet(1).loud(2);
    assertThat(topology.deadLetterReasons()).containsOnly(Reason.ENDED_SESSION).hasSize(15);
    assertThat(topology.anomalies()).isEqualTo(once);
  }

  @Test
  void aClaimIsForgottenOnceTheStreamGoesOn() {
    node.quiet(1);
    for (int i = 0; i < 10; i++) { // each would agree with the one before
      node.send(ofSession(77, movedBy(HOUR, next()))).quiet(0.2);
    }
    assertThat(topology.deadLetters()).hasSize(10);
    assertThat(turns()).containsExactly(NodeStatusKind.FIRST_HEARD);
  }

  @Test
  void loneDamagedFramesChangeNothing() {
    for (long seed = 1; seed <= 8; seed++) {
      Heard undisturbed = heard(seed, false);
      assertThat(undisturbed.anomalies).as("seed %d", seed).isNotEmpty();
      assertThat(heard(seed, true)).as("seed %d", seed).isEqualTo(undisturbed);
    }
  }

  private record Heard(List<AnomalyEvent> anomalies, List<WindowScore> scores) {}

  /** A stream with gaps and restarts; if damaged, with lone damaged or stale frames between. */
  private static Heard heard(long seed, boolean damaged) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom damage = new SplittableRandom(-seed);
    try (TestTopology topology = new TestTopology()) {
      TestNode node = topology.node("node-1").quiet(1);
      long session = 1;
      for (int step = 0; step < 40; step++) {
        switch (random.nextInt(12)) {
          case 0 -> node.restart(++session).quiet(0.4);
          case 1 -> node.lose(random.nextDouble() * 20).quiet(0.4);
          case 2, 3, 4, 5 -> node.loud(0.2 + random.nextDouble());
          default -> node.quiet(0.2 + random.nextDouble());
        }
        if (damaged && damage.nextInt(3) > 0) {
          node.send(damagedFrame(node, session, damage));
        }
      }
      assertThat(topology.deadLetters().isEmpty()).isEqualTo(!damaged);
      return new Heard(topology.anomalies(), topology.scores());
    }
  }

  /** One with another session, an earlier one, a counter far off, or both. */
  private static PcmFrame damagedFrame(TestNode node, long session, SplittableRandom damage) {
    PcmFrame frame = node.frame(node.next(), FRAME_SAMPLES, true);
    int kind = damage.nextInt(4);
    if (kind != 0) {
      frame.setSession(
          kind == 1 ? Math.max(1, session - 1 - damage.nextInt(3)) : damage.nextLong());
    }
    if (kind != 2) {
      boolean ahead = kind == 0 || damage.nextBoolean();
      frame.setFirstSample(
          ahead
              ? node.next() + samples(2.1) + damage.nextLong(1L << damage.nextInt(17, 50))
              : damage.nextLong(1 + Math.max(0, node.next() - FRAME_SAMPLES)));
    }
    return frame;
  }
}
