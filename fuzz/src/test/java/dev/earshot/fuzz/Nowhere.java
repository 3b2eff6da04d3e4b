package dev.earshot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.SingleObject;
import dev.earshot.processor.node.NodeOutput;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.Level;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.WindowScore;

/** Looks at and encodes what comes out of a node's life, as it is when it is sent, and drops it. */
enum Nowhere implements NodeOutput {
  OUTPUT;

  private final SingleObject<WindowScore> scores = SingleObject.of(WindowScore.class);
  private final SingleObject<AnomalyEvent> anomalies = SingleObject.of(AnomalyEvent.class);
  private final SingleObject<NodeStatus> statuses = SingleObject.of(NodeStatus.class);

  @Override
  public void score(WindowScore score) {
    assertThat(score.getScore()).isBetween(0f, 1f);
    assertThat(score.getSmoothedScore()).isBetween(0f, 1f);
    requireFinite(score.getLevel());
    scores.encode(score);
  }

  @Override
  public void anomaly(AnomalyEvent event) {
    if (event.getPhase() != AnomalyPhase.CLOSED) {
      assertThat(event.getMeanScore()).isBetween(0f, 1f);
      assertThat(event.getPeakScore()).isBetween(0f, 1f);
      requireFinite(event.getLevel());
    }
    anomalies.encode(event);
  }

  @Override
  public void status(NodeStatus status) {
    assertThat(status.getSamplesHeard()).isNotNegative();
    assertThat(status.getSamplesLost()).isNotNegative();
    statuses.encode(status);
  }

  private static void requireFinite(Level level) {
    assertThat(level.getLaeqDbfs()).isFinite();
    assertThat(level.getLafmaxDbfs()).isFinite();
    assertThat(level.getPeakDbfs()).isFinite();
  }

  @Override
  public void deadLetter(Reason reason, String detail) {
    Lines.requireOneLine(detail);
  }
}
