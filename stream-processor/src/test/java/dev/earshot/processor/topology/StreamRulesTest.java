package dev.earshot.processor.topology;

import static dev.earshot.processor.TestNode.FRAME_SAMPLES;
import static dev.earshot.processor.TestNode.samples;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import dev.earshot.v1.WindowScore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of docs/stream-rules.md, one test or more each. */
class StreamRulesTest {
  private final TestTopology topology = new TestTopology();
  private final TestNode node = topology.node("node-1");

  @AfterEach
  void close() {
    topology.close();
  }

  private List<Long> windowStarts() {
    return topology.scores().stream().map(WindowScore::getFirstSample).toList();
  }

  @Test
  void aNodeHeardForTheFirstTimeIsTold() {
    node.quiet(0.2);
    NodeStatus status = topology.lastStatus();
    assertThat(status.getKind()).isEqualTo(NodeStatusKind.FIRST_HEARD);
    assertThat(status.getAt()).isEqualTo(TestNode.START);
    assertThat(status.getSession()).isEqualTo(1);
  }

  @Test
  void aStreamMayBeginAtAnySample() {
    node.lose(3600).quiet(1);
    assertThat(windowStarts()).startsWith(samples(3600));
    assertThat(topology.lastStatus().getSamplesLost()).isZero();
  }

  @Test
  void framesInSequenceAreOneStream() {
    node.quiet(1.5);
    // 0.66 s for the first window, one every 160 ms from then on
    assertThat(windowStarts()).containsExactly(0L, 2_560L, 5_120L, 7_680L, 10_240L, 12_800L);
    assertThat(topology.scoreRecords().get(0).key()).isEqualTo("node-1");
  }

  @Test
  void whatIsLoudOpensOneAnomalyAndClosesIt() {
    node.quiet(2).loud(3).quiet(4);
    List<AnomalyEvent> events = topology.anomalies();
    assertThat(events).extracting(AnomalyEvent::getAnomalyId).containsOnly(idOf(events.get(0)));
    assertThat(topology.anomalies(AnomalyPhase.OPENED)).hasSize(1);
    assertThat(topology.anomalies(AnomalyPhase.CLOSED)).hasSize(1);
    AnomalyEvent closed = events.get(events.size() - 1);
    assertThat(closed.getEndReason()).isEqualTo(EndReason.SCORE_FELL);
    assertThat(closed.getPeakScore()).isEqualTo(TestModel.LOUD);
    assertThat(closed.getDurationS()).isBetween(2.0, 4.5);
    assertThat(Duration.between(closed.getStartedAt(), closed.getEndedAt()).toMillis())
        .isEqualTo(Math.round(closed.getDurationS() * 1000));
    assertThat(events.stream().map(AnomalyEvent::getRevision).toList())
        .isEqualTo(java.util.stream.IntStream.range(0, events.size()).boxed().toList());
  }

  private static String idOf(AnomalyEvent event) {
    return event.getNodeId() + ":" + event.getSession() + ":" + event.getFirstSample();
  }

  @Test
  void scoresSayWhichAnomalyIsOpen() {
    node.quiet(2).loud(2);
    String id = topology.anomalies(AnomalyPhase.OPENED).get(0).getAnomalyId();
    List<WindowScore> scores = topology.scores();
    assertThat(scores.get(0).getAnomalyId()).isNull();
    assertThat(scores.get(scores.size() - 1).getAnomalyId()).isEqualTo(id);
  }

  @Test
  void outputsSayWhenTheSoundWas() {
    node.quiet(2).loud(2);
    for (var score : topology.scores()) {
      assertThat(score.getWindowEndAt()).isEqualTo(node.timeOf(score.getFirstSample() + 10_560));
    }
    AnomalyEvent opened = topology.anomalies().get(0);
    assertThat(opened.getStartedAt()).isEqualTo(node.timeOf(opened.getFirstSample()));
  }

  @Test
  void outputsAreStampedAsTheRecordTheyComeFromWhateverTheNodesClockSays() {
    for (long yearsOff : new long[] {-30, 0}) {
      long stampMs = TestNode.START.plus(Duration.ofDays(-365 * yearsOff)).toEpochMilli();
      TestNode other = topology.node("node" + yearsOff);
      for (int i = 0; i < 5; i++) {
        other.send(other.frame(i * (long) FRAME_SAMPLES, FRAME_SAMPLES, true), stampMs);
      }
      assertThat(topology.scoreRecords())
          .filteredOn(record -> record.key().equals(other.id()))
          .isNotEmpty()
          .allSatisfy(record -> assertThat(record.timestamp()).isEqualTo(stampMs));
    }
  }

  @Test
  void aGapStartsTheFrontEndAnew() {
    node.quiet(1).lose(0.5).quiet(1);
    long afterGap = samples(1.5);
    assertThat(windowStarts())
        .containsExactly(0L, 2_560L, 5_120L, afterGap, afterGap + 2_560, afterGap + 5_120);
    NodeStatus status = topology.lastStatus();
    assertThat(status.getKind()).isEqualTo(NodeStatusKind.SAMPLES_LOST);
    assertThat(status.getSamplesLost()).isEqualTo(samples(0.5));
    assertThat(status.getNextSample()).isEqualTo(afterGap);
  }

  @Test
  void anAnomalyOutlivesAShortGap() {
    node.quiet(1).loud(2).lose(0.5).loud(2);
    assertThat(topology.anomalies(AnomalyPhase.CLOSED)).isEmpty();
  }

  @Test
  void aLongGapEndsAnAnomaly() {
    node.quiet(1).loud(2).lose(5).quiet(1);
    AnomalyEvent closed = topology.anomalies(AnomalyPhase.CLOSED).get(0);
    assertThat(closed.getEndReason()).isEqualTo(EndReason.SAMPLES_LOST);
    assertThat(closed.getEndedAt()).isBeforeOrEqualTo(node.timeOf(samples(3)));
  }

  @Test
  void whatComesTwiceIsLeftOutAndCounted() {
    node.quiet(1);
    PcmFrame again = node.frame(samples(0.4), FRAME_SAMPLES, true);
    node.send(again).quiet(9);
    NodeStatus status = topology.lastStatus();
    assertThat(status.getKind()).isEqualTo(NodeStatusKind.LISTENING);
    assertThat(status.getSamplesDuplicate()).isEqualTo(FRAME_SAMPLES);
    assertThat(status.getSamplesHeard()).isEqualTo(samples(10));
    assertThat(topology.deadLetters()).isEmpty();
    assertThat(topology.scores()).allMatch(score -> score.getScore() == TestModel.QUIET);
  }

  @Test
  void ofAnOverlapOnlyWhatIsNewIsHeard() {
    node.quiet(1);
    List<Long> inOneGo;
    try (TestTopology plain = new TestTopology()) {
      plain.node("node-1").quiet(10);
      inOneGo = plain.scores().stream().map(WindowScore::getFirstSample).toList();
    }
    node.send(node.frame(samples(1) - 1_000, FRAME_SAMPLES, false));
    node.lose((FRAME_SAMPLES - 1_000) / (double) TestNode.RATE_HZ).quiet(10 - 1 - 0.1375);
    assertThat(windowStarts()).isEqualTo(inOneGo);
    NodeStatus status = topology.lastStatus();
    assertThat(status.getSamplesDuplicate()).isEqualTo(1_000);
    assertThat(status.getSamplesHeard()).isEqualTo(samples(10));
    assertThat(status.getSamplesLost()).isZero();
  }

  @Test
  void whatComesLateIsADeadLetterAndNoLongerLost() {
    node.quiet(1).lose(0.6).quiet(1);
    PcmFrame late = node.frame(samples(1.2), FRAME_SAMPLES, true);
    node.send(late).send(late).quiet(8);
    assertThat(topology.deadLetterReasons()).containsExactly(Reason.LATE);
    NodeStatus status = topology.lastStatus();
    assertThat(status.getSamplesLate()).isEqualTo(FRAME_SAMPLES);
    assertThat(status.getSamplesLost()).isEqualTo(samples(0.6) - FRAME_SAMPLES);
    assertThat(status.getSamplesDuplicate()).isEqualTo(FRAME_SAMPLES);
  }

  @Test
  void anotherSessionStartsTheNodeAnew() {
    node.quiet(1).loud(2).restart(2).quiet(1);
    AnomalyEvent closed = topology.anomalies(AnomalyPhase.CLOSED).get(0);
    assertThat(closed.getEndReason()).isEqualTo(EndReason.NODE_RESTARTED);
    assertThat(closed.getSession()).isEqualTo(1);
    NodeStatus status = topology.lastStatus();
    assertThat(status.getKind()).isEqualTo(NodeStatusKind.RESTARTED);
    assertThat(status.getSession()).isEqualTo(2);
    assertThat(status.getRestarts()).isEqualTo(1);
    assertThat(status.getSamplesHeard()).as("counted on").isEqualTo(samples(3));
    assertThat(status.getSamplesLost()).isZero();
    assertThat(windowStarts()).endsWith(0L, 2_560L, 5_120L);
  }

  @Test
  void anotherEncodingStartsTheFrontEndAnew() {
    node.quiet(1).loud(2).in(PcmEncoding.PCM_F32LE).quiet(1);
    AnomalyEvent closed = topology.anomalies(AnomalyPhase.CLOSED).get(0);
    assertThat(closed.getEndReason()).isEqualTo(EndReason.FORMAT_CHANGED);
    assertThat(topology.statusKinds())
        .containsExactly(NodeStatusKind.FIRST_HEARD, NodeStatusKind.FORMAT_CHANGED);
    assertThat(windowStarts()).endsWith(samples(3), samples(3) + 2_560, samples(3) + 5_120);
  }

  @Test
  void floatsAndIntegersSoundTheSame() {
    node.quiet(1).loud(2);
    TestNode other = topology.node("node-2").in(PcmEncoding.PCM_F32LE);
    other.quiet(1).loud(2);
    var levels =
        topology.scores().stream()
            .collect(
                Collectors.groupingBy(
                    WindowScore::getNodeId,
                    Collectors.mapping(
                        score -> Math.round(score.getLevel().getLaeqDbfs()), Collectors.toList())));
    assertThat(levels.get("node-2")).isEqualTo(levels.get("node-1"));
  }

  @Test
  void aClockThatStepsDatesWhatFollowsAnew() {
    node.quiet(1).pause(60).quiet(1);
    assertThat(topology.statusKinds())
        .containsExactly(NodeStatusKind.FIRST_HEARD, NodeStatusKind.CLOCK_STEPPED);
    WindowScore last = topology.scores().get(topology.scores().size() - 1);
    assertThat(last.getWindowEndAt()).isEqualTo(node.timeOf(last.getFirstSample() + 10_560));
    assertThat(topology.lastStatus().getSamplesLost()).isZero();
  }

  @Test
  void aClockThatWandersALittleIsNotFollowed() {
    node.quiet(1).pause(0.4).quiet(1);
    assertThat(topology.statusKinds()).containsExactly(NodeStatusKind.FIRST_HEARD);
    WindowScore last = topology.scores().get(topology.scores().size() - 1);
    Instant bySamples =
        TestNode.START.plusNanos((last.getFirstSample() + 10_560) * 1_000_000_000L / 16_000);
    assertThat(last.getWindowEndAt())
        .isEqualTo(bySamples.truncatedTo(java.time.temporal.ChronoUnit.MICROS));
  }

  @Test
  void theTimesOfAnAnomalyStayInOrderWhenTheClockStepsBack() {
    node.quiet(1).loud(2).pause(-3600).loud(1).quiet(4);
    AnomalyEvent opened = topology.anomalies(AnomalyPhase.OPENED).get(0);
    AnomalyEvent closed = topology.anomalies(AnomalyPhase.CLOSED).get(0);
    assertThat(closed.getAnomalyId()).isEqualTo(opened.getAnomalyId());
    assertThat(closed.getStartedAt()).isEqualTo(opened.getStartedAt());
    assertThat(closed.getEndedAt()).isAfter(opened.getUpdatedAt());
  }

  @Test
  void aSignOfLifeComesEveryTenSecondsOfSound() {
    node.quiet(35);
    assertThat(topology.statusKinds())
        .containsExactly(
            NodeStatusKind.FIRST_HEARD,
            NodeStatusKind.LISTENING,
            NodeStatusKind.LISTENING,
            NodeStatusKind.LISTENING);
  }

  @Test
  void nodesDoNotHearEachOther() {
    TestNode other = topology.node("node-2");
    for (int i = 0; i < 20; i++) {
      node.loud(0.2);
      other.quiet(0.2);
    }
    assertThat(topology.anomalies()).extracting(AnomalyEvent::getNodeId).containsOnly("node-1");
  }
}
