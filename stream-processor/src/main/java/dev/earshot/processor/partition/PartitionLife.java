package dev.earshot.processor.partition;

import dev.earshot.acoustics.model.Scorer;
import dev.earshot.processor.node.Admission;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.processor.node.Admission.Rejected;
import dev.earshot.processor.node.Frame;
import dev.earshot.processor.node.FrameAdmission;
import dev.earshot.processor.node.NodeLife;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.NodeOutput;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the nodes of one partition: for each frame the node's state is fetched, the frame is heard,
 * and the state is put back, together with what came out. The rules in words stand in
 * docs/stream-rules.md.
 *
 * <pre>{@code
 * try (var life = new PartitionLife(settings, states, profiles)) {
 *   for (Arrival record : partition) {
 *     life.hear(record, output);
 *   }
 * }
 * }</pre>
 *
 * Whatever comes of a record is held back until all of it is there: if {@link #hear} throws,
 * nothing has been put and nothing sent. Nothing but an index lives in the object that is not in
 * the states, so one that is made of the states that another left goes on where that one stopped.
 *
 * <p>Not thread-safe. Owns a scorer until {@link #close}; states and profiles stay their maker's.
 */
public final class PartitionLife implements AutoCloseable {
  /** Nodes that fall silent at one record at most; the others do at the next ones. */
  public static final int SILENCED_AT_ONCE_MAX = 16;

  private static final Logger LOG = LoggerFactory.getLogger(PartitionLife.class);

  private final NodeStates states;
  private final Profiles profiles;
  private final NodeMetrics metrics;
  private final FrameAdmission admission;
  private final Scorer scorer;
  private final NodeLife life;
  private final StreamClock clock;
  private final Outbox outbox = new Outbox();

  /** Goes on from these states. */
  public PartitionLife(PartitionSettings settings, NodeStates states, Profiles profiles) {
    this.states = states;
    this.profiles = profiles;
    this.metrics = settings.metrics();
    this.admission = new FrameAdmission(settings.model().metadata().frontEnd().sampleRateHz());
    this.scorer = settings.model().scorers().get();
    this.life = new NodeLife(settings.model(), scorer, settings.silence(), metrics);
    this.clock = StreamClock.rebuild(life.silenceSamples(), states);
  }

  /**
   * One record of the topic of frames.
   *
   * @param output takes what comes of it, a dead letter of this record included
   */
  public void hear(Arrival record, NodeOutput output) {
    outbox.clear();
    Admission<Frame> admitted = admission.admit(record.key(), record.value(), record.timestampMs());
    if (admitted instanceof Admitted<Frame> right) {
      hear(right.value());
    } else if (admitted instanceof Rejected<Frame> wrong) {
      outbox.deadLetter(wrong.reason(), wrong.detail());
    }
    outbox.deliver(states, clock, output);
  }

  private void hear(Frame frame) {
    String nodeId = frame.nodeId();
    life.wake(nodeId, states.get(nodeId), profiles.of(nodeId), outbox);
    long now = life.hear(frame, clock.now());
    outbox.put(nodeId, Optional.of(life.save()));
    for (String overdue : clock.overdue(now, nodeId, SILENCED_AT_ONCE_MAX)) {
      silence(overdue);
    }
  }

  /** A failure at a node that falls silent is not the record's fault and stays that node's. */
  private void silence(String overdue) {
    var state = states.get(overdue);
    var profile = profiles.of(overdue);
    Outbox.Mark before = outbox.mark();
    try {
      life.wake(overdue, state, profile, outbox);
      life.fallSilent();
      outbox.put(overdue, life.isKnown() ? Optional.of(life.save()) : Optional.empty());
      if (!life.isKnown()) {
        clock.forget(overdue); // its state cannot be read, so neither can where it stands there
      }
    } catch (RuntimeException failure) {
      LOG.warn("failed to silence {}: it stays as it is until it is heard", overdue, failure);
      outbox.backTo(before);
      clock.forget(overdue);
    }
  }

  @Override
  public void close() {
    scorer.close();
  }
}
