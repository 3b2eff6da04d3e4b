package dev.earshot.processor.partition;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.node.ModelSchedule;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.node.NodeOutput;
import dev.earshot.v1.AlarmState;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.SoundLevels;
import dev.earshot.v1.WindowScore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Hears a partition a second time with another model and reports how the two differ. Nothing of it
 * reaches a topic or a store: its nodes' states are kept in memory, and a partition that moves to
 * another instance is heard from there on anew. Windows are compared where both models have one for
 * the same samples. What fails in here is counted and stays here. Not thread-safe; owns scorers
 * until {@link #close}.
 *
 * <pre>{@code
 * life.hear(record, shadow.beside(output));
 * shadow.hear(record);
 * }</pre>
 */
public final class Shadow implements AutoCloseable {
  /** What comes of one record by one model. */
  private static final class Heard implements NodeOutput {
    private final List<WindowScore> windows = new ArrayList<>();
    private long opened;

    void clear() {
      windows.clear();
      opened = 0;
    }

    @Override
    public void score(WindowScore score) {
      windows.add(score);
    }

    @Override
    public void anomaly(AnomalyEvent event) {
      if (event.getPhase() == AnomalyPhase.OPENED) {
        opened++;
      }
    }

    @Override
    public void status(NodeStatus status) {}

    @Override
    public void deadLetter(Reason reason, String detail) {}
  }

  /** Hears what the model that decides says, and passes it on. */
  private final class Beside implements NodeOutput {
    private NodeOutput output;

    @Override
    public void score(WindowScore score) {
      live.score(score);
      output.score(score);
    }

    @Override
    public void anomaly(AnomalyEvent event) {
      live.anomaly(event);
      output.anomaly(event);
    }

    @Override
    public void status(NodeStatus status) {
      output.status(status);
    }

    @Override
    public void levels(SoundLevels levels) {
      output.levels(levels);
    }

    @Override
    public void deadLetter(Reason reason, String detail) {
      output.deadLetter(reason, detail);
    }
  }

  private final ShadowReport report;
  private final PartitionLife life;
  private final Heard live = new Heard();
  private final Heard shadow = new Heard();
  private final Beside beside = new Beside();

  /**
   * @param settings of the life that decides
   * @param model the second one, which hears at the same rate
   */
  public Shadow(
      PartitionSettings settings, NodeModel model, Profiles profiles, ShadowReport report) {
    this.report = report;
    ModelSchedule always = ModelSchedule.of(model);
    this.life =
        new PartitionLife(
            settings.withModels(() -> always).withMetrics(NodeMetrics.NONE),
            new MappedStates(new HashMap<>()),
            profiles);
  }

  /** An output that this shadow listens to, until the next call. */
  public NodeOutput beside(NodeOutput output) {
    live.clear();
    beside.output = output;
    return beside;
  }

  /** Hears the record that has just been heard. */
  public void hear(Arrival record) {
    shadow.clear();
    try {
      life.hear(record, shadow);
    } catch (RuntimeException e) {
      report.failed();
      return;
    }
    report.opened(live.opened, shadow.opened);
    for (WindowScore one : live.windows) {
      for (WindowScore other : shadow.windows) {
        if (ofTheSameSamples(one, other)) {
          report.window(one.getScore(), isAlarm(one), other.getScore(), isAlarm(other));
        }
      }
    }
  }

  private static boolean ofTheSameSamples(WindowScore one, WindowScore other) {
    return one.getFirstSample() == other.getFirstSample()
        && one.getSession() == other.getSession()
        && one.getWindowEndAt().equals(other.getWindowEndAt());
  }

  private static boolean isAlarm(WindowScore score) {
    return score.getState() == AlarmState.OPEN || score.getState() == AlarmState.CLOSING;
  }

  @Override
  public void close() {
    life.close();
  }
}
