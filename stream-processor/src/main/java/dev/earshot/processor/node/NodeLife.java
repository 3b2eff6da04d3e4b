package dev.earshot.processor.node;

import dev.earshot.acoustics.Ear;
import dev.earshot.acoustics.ScoredWindow;
import dev.earshot.acoustics.detect.AlarmChange;
import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.detect.EndReason;
import dev.earshot.acoustics.detect.Outcome;
import dev.earshot.acoustics.detect.Stretch;
import dev.earshot.acoustics.level.HopLevel;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.FrameLimits;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What happens to one node when a frame of it comes, or none for too long; the rules in words stand
 * in docs/stream-rules.md. One object serves many nodes, one after the other:
 *
 * <pre>{@code
 * life.wake(nodeId, savedState, profile, output);   // becomes that node
 * clock = life.hear(frame, clock);                  // or fallSilent()
 * byte[] state = life.save();                       // everything there is to keep
 * }</pre>
 *
 * Nothing that matters is left in the object between two nodes, so a crash at any point loses
 * nothing that the saved state does not hold. What comes out depends on the saved state and the
 * arguments alone.
 *
 * <p>Not thread-safe. Uses a scorer that its maker owns and closes.
 */
public final class NodeLife implements Ear.Listener {
  /**
   * A frame's time may differ that much from what the sample count says before the count yields.
   */
  public static final Duration CLOCK_STEP_MIN = Duration.ofMillis(500);

  /** Sound between two regular signs of life. */
  public static final Duration STATUS_EVERY = Duration.ofSeconds(10);

  static final SingleObject<AnomalyEvent> EVENTS = SingleObject.of(AnomalyEvent.class);
  private static final byte[] NO_EVENT = {};

  private final NodeModel model;
  private final long modelFromMs;
  private final int sampleRateHz;
  private final long silenceSamples;
  private final long clockStepMax;
  private final NodeMetrics metrics;
  private final Ear ear;
  private final NodeState state = new NodeState();
  private final float[] samples;
  private final ByteBuffer body;
  private final long modelTag;

  // the node at hand, from wake to save
  private String nodeId = "";
  private Contracts contracts;
  private NodeOutput out;
  private DecisionConfig decision;
  private boolean known;
  private byte[] openEvent = NO_EVENT;

  /**
   * For one model.
   *
   * @param inForce the model, and since when it is used
   * @param scorer of that model; stays its maker's
   * @param silence a node not heard for longer, by the stream clock, is silent
   */
  public NodeLife(
      ModelSchedule.Entry inForce, Scorer scorer, Duration silence, NodeMetrics metrics) {
    this.model = inForce.model();
    this.modelFromMs = inForce.fromMs();
    this.sampleRateHz = model.metadata().frontEnd().sampleRateHz();
    this.silenceSamples = samplesIn(silence);
    this.clockStepMax = silenceSamples + samplesIn(FrameLimits.LONGEST);
    this.metrics = metrics;
    this.ear = new Ear(model.metadata(), scorer);
    this.modelTag = model.tag();
    this.body = ByteBuffer.allocate(NodeState.BYTES + ear.stateBytes());
    this.samples = new float[new FrameAdmission(sampleRateHz).samplesMax()];
  }

  /**
   * Becomes the node with this state. A state of another model keeps the node's counters, one of
   * another layout nothing; either way an open anomaly is closed. Whatever the bytes are, nothing
   * is thrown: what can't be a node's state is one of another layout.
   *
   * @param saved what {@link #save} gave for this node, empty if it never did
   * @param profile what an operator says of the node
   * @param output takes what comes out until the next call of this method
   */
  public void wake(
      String nodeId, Optional<byte[]> saved, Optional<NodeProfile> profile, NodeOutput output) {
    this.nodeId = nodeId;
    this.out = output;
    this.decision = NodeThresholds.inForce(profile, model.metadata().decision());
    this.contracts =
        new Contracts(
            nodeId, model.id(), sampleRateHz, profile.map(NodeProfile::getCalibrationOffsetDb));
    this.openEvent = NO_EVENT;
    this.known = false;
    ear.turnAlarmsOff(profile.map(NodeProfile::getAlarmsOff).orElse(false));
    SavedNode.read(saved.orElse(NO_EVENT)).ifPresent(this::restore);
  }

  private void restore(SavedNode before) {
    boolean ofAnotherModel = false;
    try {
      known = state.restore(before.body());
      ofAnotherModel = known && state.modelTag != modelTag;
      if (ofAnotherModel) {
        endDecision(before);
        ear.begin(state.nextSample, decision); // of the sound nothing is left
        state.modelTag = modelTag;
        state.modelFromMs = modelFromMs;
      } else if (known) {
        ear.restore(before.body(), decision);
        if (ear.nextSample() != state.nextSample) {
          throw new IllegalArgumentException("the ear is elsewhere in the stream than the node");
        }
        state.modelFromMs = modelFromMs;
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
      known = false; // another layout after all
    }
    byte[] lastEvent = before.openEventBytes();
    if (known && !ofAnotherModel) {
      openEvent = lastEvent;
    } else if (lastEvent.length > 0) {
      closeFromRecord(lastEvent);
    }
  }

  /** What the model of before had decided so far ends here. */
  private void endDecision(SavedNode before) {
    Explanations.unfinished(state, before, sampleRateHz)
        .map(last -> last.endedBy(Outcome.MODEL_CHANGED))
        .ifPresent(last -> out.decided(nodeId, last));
  }

  /** Whether there is anything to keep of the node: not before its first frame. */
  public boolean isKnown() {
    return known;
  }

  /** Everything there is to keep of the node: counters, what the ear holds, the open event. */
  public byte[] save() {
    body.clear();
    state.save(body);
    ear.save(body);
    return SavedNode.write(openEvent, body.flip());
  }

  /**
   * A frame has come.
   *
   * <p>The stream clock is what time it is among the nodes of one partition: samples, counted by
   * the nodes themselves. It moves on when a node has gone on longer than the clock has since that
   * node was first heard; a jump of its counter moves it only where the node's own clock bears the
   * jump out, and no frame moves it by more than makes a node silent: else one node that counts and
   * dates wrongly would have all others forgotten. A replay sees the same.
   *
   * @param clock the stream clock
   * @return the stream clock afterwards, not less
   */
  public long hear(Frame frame, long clock) {
    Place place = known ? Place.of(frame, state, sampleRateHz) : Place.FIRST;
    long after = place == Place.FOLLOWS ? clockAfter(frame, clock) : clock;
    if (known && !state.silent && after - state.heardAtClock > silenceSamples) {
      fallSilent();
    }
    if (isOldSession(frame, place)) {
      refuseReplay("the node has said newer things since");
      return after;
    }
    switch (place) {
      case FIRST, RESTARTS -> begin(frame, after);
      case FOLLOWS -> follow(frame, after);
      case JUMPS -> jump(frame, after);
      case BEHIND -> behind(frame);
      case ENDED -> refuseEnded(frame);
      case UNPROVEN_SESSION -> refuseSession(frame);
      case UNPROVEN_JUMP -> refuseJump(frame);
    }
    return after;
  }

  private long clockAfter(Frame frame, long clock) {
    return Math.max(clock, Math.min(clockAtEndOf(frame), clock + clockStepMax));
  }

  /**
   * A gap that is longer than the clock goes on by at once leaves the node behind its own count.
   */
  private void follow(Frame frame, long clock) {
    if (clockAtEndOf(frame) > clock) {
      jump(frame, clock);
    } else {
      goOn(frame, clock);
    }
  }

  /**
   * Whether a signed frame would have the node go back to what it said before: whoever has recorded
   * it could say it again, and again, for the sessions remembered are few.
   */
  private boolean isOldSession(Frame frame, Place place) {
    return frame.signed()
        && place.isOfAnotherSession()
        && frame.capturedAtMicros() < state.newestCapturedMicros;
  }

  private void behind(Frame frame) {
    long lateBefore = state.samplesLate;
    past(frame.firstSample(), frame.endSample());
    if (frame.signed() && state.samplesLate == lateBefore) {
      refuseReplay("the stream has gone on past it");
    }
  }

  /** Leaves claims alone: nobody can put a node off by saying again what it once said. */
  private void refuseReplay(String detail) {
    out.deadLetter(Reason.REPLAYED, detail);
  }

  private long clockAtEndOf(Frame frame) {
    return state.clock + frame.endSample() - state.nextSample;
  }

  private void refuseEnded(Frame frame) {
    late(frame.sampleCount());
    refuse(
        frame,
        Reason.ENDED_SESSION,
        "session " + frame.session() + " has ended, " + state.session + " goes on");
  }

  private void refuseSession(Frame frame) {
    refuse(
        frame,
        Reason.UNPROVEN_SESSION,
        "session "
            + frame.session()
            + " from sample "
            + frame.firstSample()
            + " on needs a second frame, until then "
            + state.session
            + " goes on");
  }

  private void refuseJump(Frame frame) {
    refuse(
        frame,
        Reason.WRONG_POSITION,
        "first_sample jumps from "
            + state.nextSample
            + " to "
            + frame.firstSample()
            + "; captured_at does not bear that out, so a second frame must");
  }

  private void refuse(Frame frame, Reason reason, String detail) {
    state.hasClaim = true;
    state.claimSession = frame.session();
    state.claimNext = frame.endSample();
    out.deadLetter(reason, detail);
  }

  /** The node jumps by more than anybody else's time moves. */
  private void jump(Frame frame, long clock) {
    state.clock = clock - (frame.endSample() - state.nextSample);
    goOn(frame, clock);
  }

  private void goOn(Frame frame, long clock) {
    state.clock = clockAtEndOf(frame);
    state.hasClaim = false;
    state.heardAtClock = clock;
    if (state.silent) {
      state.silent = false;
      status(NodeStatusKind.BACK);
    }
    if (frame.firstSample() > state.nextSample) {
      gap(frame.firstSample());
    } else if (frame.firstSample() < state.nextSample) {
      past(frame.firstSample(), state.nextSample);
    }
    changeFormat(frame);
    setClock(frame);
    listen(frame);
  }

  /**
   * The node has not been heard for too long: its open anomaly ends, and a status says so. Nothing
   * is left to be told of one whose state could not be read.
   */
  public void fallSilent() {
    if (!known) {
      return;
    }
    ear.end(EndReason.NODE_SILENT, this);
    state.silent = true;
    metrics.nodeSilent();
    out.paused(nodeId);
    status(NodeStatusKind.SILENT);
  }

  /**
   * The node has been gone for so long that nothing is kept of it any more: a last status says what
   * its counters were. Should it come back, it is a new one.
   */
  public void beForgotten() {
    if (!known) {
      return;
    }
    ear.end(EndReason.NODE_SILENT, this);
    status(NodeStatusKind.FORGOTTEN);
    known = false;
  }

  /** First frame of the node or of another session that is believed. */
  private void begin(Frame frame, long clock) {
    if (known) {
      ear.end(EndReason.NODE_RESTARTED, this);
      state.ended.forget(frame.session());
      state.ended.add(state.session, state.nextSample);
      state.restarts++;
    } else {
      state.clear();
      state.nextStatusAt = samplesIn(STATUS_EVERY);
    }
    state.session = frame.session();
    state.clock = clock - frame.sampleCount();
    state.nextSample = frame.firstSample();
    state.anchorSample = frame.firstSample();
    state.anchorMicros = frame.capturedAtMicros();
    state.encoding = frame.encoding();
    state.modelTag = modelTag;
    state.modelFromMs = modelFromMs;
    state.skew.clear();
    state.gaps.clear();
    ear.begin(frame.firstSample(), decision);
    status(known ? NodeStatusKind.RESTARTED : NodeStatusKind.FIRST_HEARD);
    known = true;
    goOn(frame, clock);
  }

  /** The stream goes on without the samples before this one. */
  private void gap(long firstSample) {
    long lost = firstSample - state.nextSample;
    state.gaps.add(state.nextSample, firstSample);
    state.samplesLost += lost;
    state.nextSample = firstSample;
    metrics.lost(lost);
    ear.skip(lost, this);
    status(NodeStatusKind.SAMPLES_LOST);
  }

  /** Samples that the stream has gone on past: late where they were missing, else come again. */
  private void past(long first, long end) {
    long late = state.gaps.take(first, end);
    long duplicate = end - first - late;
    state.samplesDuplicate += duplicate;
    metrics.duplicate(duplicate);
    if (late > 0) {
      late(late);
      state.samplesLost -= late;
      out.deadLetter(Reason.LATE, late + " samples come after the stream has gone on without them");
    }
  }

  private void late(long late) {
    state.samplesLate += late;
    metrics.late(late);
  }

  private void changeFormat(Frame frame) {
    if (frame.encoding() != state.encoding) {
      ear.end(EndReason.FORMAT_CHANGED, this);
      state.encoding = frame.encoding();
      ear.begin(state.nextSample, decision);
      status(NodeStatusKind.FORMAT_CHANGED);
    }
  }

  private void setClock(Frame frame) {
    long off = frame.capturedAtMicros() - microsAt(frame.firstSample());
    if (Math.abs(off) > Micros.of(CLOCK_STEP_MIN)) {
      state.anchorSample = frame.firstSample();
      state.anchorMicros = frame.capturedAtMicros();
      state.skew.clear();
      status(NodeStatusKind.CLOCK_STEPPED);
    }
    long endMicros = frame.capturedAtMicros() + Micros.lasting(frame.sampleCount(), sampleRateHz);
    state.newestCapturedMicros = Math.max(state.newestCapturedMicros, endMicros);
    state.skew.hear(endMicros, frame.recordedAtMs());
  }

  /** Feeds what of the frame has not been heard. */
  private void listen(Frame frame) {
    int offset = Math.toIntExact(state.nextSample - frame.firstSample());
    int length = frame.sampleCount() - offset;
    frame.copyTo(samples);
    ear.push(samples, offset, length, this);
    state.nextSample += length;
    state.samplesHeard += length;
    metrics.heard(length);
    if (state.samplesHeard >= state.nextStatusAt) {
      state.nextStatusAt = state.samplesHeard + samplesIn(STATUS_EVERY);
      status(NodeStatusKind.LISTENING);
    }
  }

  /** The sound behind the open anomaly is gone: it ends where it was told of last. */
  private void closeFromRecord(byte[] lastEvent) {
    AnomalyEvent event;
    try {
      event = EVENTS.decode(lastEvent);
    } catch (UndecodableException e) {
      return; // written by a version newer than this one: what it said cannot be told
    }
    event.setPhase(AnomalyPhase.CLOSED);
    event.setRevision(event.getRevision() + 1);
    event.setEndedAt(event.getUpdatedAt());
    event.setEndReason(dev.earshot.v1.EndReason.MODEL_CHANGED);
    metrics.anomalyClosed(dev.earshot.v1.EndReason.MODEL_CHANGED);
    out.anomaly(event);
  }

  @Override
  public void window(ScoredWindow window) {
    metrics.windowScored();
    out.score(contracts.score(window, state.session, microsAt(window.endSample())));
  }

  @Override
  public void hop(long endSample, HopLevel level) {
    contracts
        .calibrationOffsetDb()
        .ifPresent(
            offsetDb ->
                out.hop(
                    nodeId,
                    new MeasuredHop(
                        microsAt(endSample - level.samples()), level, sampleRateHz, offsetDb)));
  }

  @Override
  public void alarm(AlarmChange change) {
    if (change instanceof AlarmChange.Opened) {
      state.alarmStartedMicros = microsAt(change.snapshot().firstSample());
      metrics.anomalyOpened();
    }
    AnomalyEvent event = contracts.anomaly(change, state.session, state.alarmStartedMicros);
    if (change instanceof AlarmChange.Closed) {
      metrics.anomalyClosed(event.getEndReason());
      openEvent = NO_EVENT;
    } else {
      openEvent = EVENTS.encode(event);
    }
    out.anomaly(event);
  }

  @Override
  public void stretch(Stretch stretch) {
    out.decided(nodeId, Explanations.of(state, stretch, ear.alarmFirstSample(), sampleRateHz));
  }

  private void status(NodeStatusKind kind) {
    OptionalLong offsetMs = state.skew.offsetMs();
    OptionalDouble driftPpm = state.skew.driftPpm();
    out.status(
        NodeStatus.newBuilder()
            .setNodeId(nodeId)
            .setKind(kind)
            .setAt(Micros.toInstant(microsAt(state.nextSample)))
            .setSession(state.session)
            .setNextSample(state.nextSample)
            .setSamplesHeard(state.samplesHeard)
            .setSamplesLost(state.samplesLost)
            .setSamplesDuplicate(state.samplesDuplicate)
            .setSamplesLate(state.samplesLate)
            .setRestarts(state.restarts)
            .setClockOffsetMs(offsetMs.isPresent() ? offsetMs.getAsLong() : null)
            .setClockDriftPpm(driftPpm.isPresent() ? (float) driftPpm.getAsDouble() : null)
            .build());
  }

  /** Event time of a sample of the session. */
  private long microsAt(long sample) {
    return state.microsAt(sample, sampleRateHz);
  }

  private long samplesIn(Duration duration) {
    return Micros.samplesIn(duration, sampleRateHz);
  }
}
