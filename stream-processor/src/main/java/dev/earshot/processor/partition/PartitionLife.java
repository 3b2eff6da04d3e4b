package dev.earshot.processor.partition;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.node.Admission;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.processor.node.Admission.Rejected;
import dev.earshot.processor.node.Frame;
import dev.earshot.processor.node.FrameAdmission;
import dev.earshot.processor.node.KeptDecisions;
import dev.earshot.processor.node.LastHeard;
import dev.earshot.processor.node.Micros;
import dev.earshot.processor.node.ModelSchedule;
import dev.earshot.processor.node.NodeLife;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.NodeOutput;
import dev.earshot.processor.node.SignatureAdmission;
import dev.earshot.v1.NodeProfile;
import java.util.Optional;
import java.util.function.Consumer;
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
 * <p>Not thread-safe. Owns the scorers of the models in use until {@link #close}; states and
 * profiles stay their maker's.
 */
public final class PartitionLife implements AutoCloseable {
  /** Nodes that fall silent, or are forgotten, at one record at most; others at the next ones. */
  public static final int AT_ONCE_MAX = 16;

  /** The key, no node's id, of what the partition keeps of itself: its dead letters' count. */
  public static final String ITSELF = "";

  private static final Logger LOG = LoggerFactory.getLogger(PartitionLife.class);

  private final NodeStates states;
  private final NodeStates decisions;
  private final NodeStates levels;
  private final Profiles profiles;
  private final PartitionLimits limits;
  private final NodeMetrics metrics;
  private final FrameAdmission admission;
  private final Optional<SignatureAdmission> signatureAdmission;
  private final Voices voices;
  private final int sampleRateHz;
  private final long silenceSamples;
  private final long retentionSamples;
  private final StreamClock clock;
  private final Outbox outbox = new Outbox();

  /** Goes on from these states, and keeps neither decisions nor levels. */
  public PartitionLife(PartitionSettings settings, NodeStates states, Profiles profiles) {
    this(settings, states, NodeStates.NONE, NodeStates.NONE, profiles);
  }

  /**
   * Goes on from these states.
   *
   * @param decisions where each node's last decisions are kept, as {@link KeptDecisions}; written
   *     only when a stretch ends, gone with the node's state
   * @param levels where the periods are kept that calibrated nodes are in, as {@link
   *     dev.earshot.processor.node.NodeLevels}; gone with the node's state
   */
  public PartitionLife(
      PartitionSettings settings,
      NodeStates states,
      NodeStates decisions,
      NodeStates levels,
      Profiles profiles) {
    this.states = states;
    this.decisions = decisions;
    this.levels = levels;
    this.profiles = profiles;
    this.limits = settings.limits();
    this.metrics = settings.metrics();
    this.voices = new Voices(settings);
    this.sampleRateHz = voices.sampleRateHz();
    this.silenceSamples = Micros.samplesIn(settings.silence(), sampleRateHz);
    this.retentionSamples = Micros.samplesIn(settings.retention(), sampleRateHz);
    this.admission = new FrameAdmission(sampleRateHz);
    this.signatureAdmission =
        settings.signaturesRequired() ? Optional.of(new SignatureAdmission()) : Optional.empty();
    this.clock = StreamClock.rebuild(states);
  }

  /**
   * One record of the topic of frames.
   *
   * @param output takes what comes of it, a dead letter of this record included
   */
  public void hear(Arrival record, NodeOutput output) {
    outbox.clear();
    Admission<Frame> admitted = admit(record);
    if (admitted instanceof Admitted<Frame> right) {
      hear(right.value());
    } else if (admitted instanceof Rejected<Frame> wrong) {
      outbox.deadLetter(wrong.reason(), wrong.detail());
    }
    outbox.deliver(states, decisions, levels, clock, output);
    outbox.refusals().forEach(refusal -> refuse(refusal, output));
  }

  private Admission<Frame> admit(Arrival record) {
    Admission<Frame> admitted = admission.admit(record.key(), record.value(), record.timestampMs());
    if (signatureAdmission.isPresent() && admitted instanceof Admitted<Frame> right) {
      Frame frame = right.value();
      return signatureAdmission
          .get()
          .admit(frame, record.value(), record.signature(), profileForKey(frame));
    }
    return admitted;
  }

  /** A key that another has followed is none any more, whenever a frame says it was captured. */
  private Optional<NodeProfile> profileForKey(Frame frame) {
    long heardUntil = heardUntil(states.get(frame.nodeId()));
    return profiles.of(frame.nodeId(), Math.max(heardUntil, frame.capturedAtMicros()));
  }

  /** Event time, microseconds since the epoch; 0 where that is not known. */
  private static long heardUntil(Optional<byte[]> state) {
    return state.map(LastHeard::in).map(LastHeard::capturedMicros).orElse(0L);
  }

  private void refuse(Outbox.Refusal refusal, NodeOutput output) {
    metrics.deadLetter(refusal.reason());
    LetterBudget before = LetterBudget.read(states.get(ITSELF));
    LetterBudget after = before.next(clock.now() / sampleRateHz, limits);
    states.put(ITSELF, after.save());
    if (after.keeps()) {
      String leftOut =
          before.leftOut() == 0 ? "" : " (" + before.leftOut() + " before this one left out)";
      output.deadLetter(refusal.reason(), refusal.detail() + leftOut);
    }
  }

  private void hear(Frame frame) {
    String nodeId = frame.nodeId();
    Optional<byte[]> state = states.get(nodeId);
    if (state.isEmpty() && clock.nodes() >= limits.nodes()) {
      outbox.deadLetter(
          Reason.TOO_MANY_NODES,
          "of " + clock.nodes() + " nodes of this partition something is kept, and of no more");
      return;
    }
    NodeLife life = voices.at(timeFor(state, frame.recordedAtMs()));
    life.wake(nodeId, state, profiles.of(nodeId, frame.capturedAtMicros()), outbox);
    long now = life.hear(frame, clock.now());
    outbox.put(nodeId, state, Optional.of(life.save()));
    for (String overdue : clock.listeningSince(now - silenceSamples, nodeId, AT_ONCE_MAX)) {
      visit(overdue, NodeLife::fallSilent);
    }
    for (String gone : clock.silentSince(now - retentionSamples, nodeId, AT_ONCE_MAX)) {
      visit(gone, NodeLife::beForgotten);
    }
  }

  /** The time whose model a node has: it goes back to none that it had before. */
  private static long timeFor(Optional<byte[]> state, long recordedAtMs) {
    return Math.max(
        recordedAtMs,
        state.map(LastHeard::in).map(LastHeard::modelFromMs).orElse(ModelSchedule.ALWAYS));
  }

  /** A failure at a node that was not heard is not the record's fault and stays that node's. */
  private void visit(String nodeId, Consumer<NodeLife> what) {
    Optional<byte[]> state = states.get(nodeId);
    Optional<NodeProfile> profile = profiles.of(nodeId, heardUntil(state));
    NodeLife life = voices.at(timeFor(state, ModelSchedule.ALWAYS));
    Outbox.Mark before = outbox.mark();
    try {
      life.wake(nodeId, state, profile, outbox);
      what.accept(life);
      outbox.put(nodeId, state, life.isKnown() ? Optional.of(life.save()) : Optional.empty());
    } catch (RuntimeException failure) {
      LOG.warn("failed at {}, not heard for long: it stays as it is", nodeId, failure);
      outbox.backTo(before);
      clock.forget(nodeId);
    }
  }

  @Override
  public void close() {
    voices.close();
  }
}
