package dev.earshot.processor.node;

import dev.earshot.contracts.FrameLimits;
import java.time.Duration;

/**
 * Where a frame belongs in its node's stream. A frame elsewhere than where the stream goes on is a
 * claim, and one frame may be damaged or stale: a claim is believed once something else agrees with
 * it. For a jump that is the node's clock or the next frame; for another session its beginning at
 * sample 0 or, again, the next frame.
 */
enum Place {
  /** The node is heard for the first time. */
  FIRST,
  /** It follows on what was heard, overlaps its end, or leaves a gap that is believed. */
  FOLLOWS,
  /** All of it lies before the end of what was heard. */
  BEHIND,
  /** The second frame of a jump that the node's clock knows nothing of. */
  JUMPS,
  /** The first frame of another session, or the second where it starts amid. */
  RESTARTS,
  /** A session that has ended, and stays so. */
  ENDED,
  /** Another session from its middle, and nothing agrees with it yet. */
  UNPROVEN_SESSION,
  /** A jump ahead, and nothing agrees with it yet. */
  UNPROVEN_JUMP;

  /** A gap as long as a frame may be is believed: a damaged one can cost no more than that. */
  static final Duration GAP_BELIEVED_MAX = FrameLimits.LONGEST;

  /** How far a clock may be off a jump's length that it bears out, besides a hundredth of it. */
  private static final long SLACK_MICROS = Micros.of(NodeLife.CLOCK_STEP_MIN);

  /** Whether it is of another session than the one that goes on. */
  boolean isOfAnotherSession() {
    return this == RESTARTS || this == ENDED || this == UNPROVEN_SESSION;
  }

  /** Finds it, by what is known of a node that was heard before. Changes nothing. */
  static Place of(Frame frame, NodeState state, int sampleRateHz) {
    return frame.session() == state.session
        ? inSession(frame, state, sampleRateHz)
        : inAnother(frame, state, sampleRateHz);
  }

  private static Place inSession(Frame frame, NodeState state, int sampleRateHz) {
    if (frame.endSample() <= state.nextSample) {
      return BEHIND;
    }
    long ahead = frame.firstSample() - state.nextSample;
    if (ahead <= Micros.samplesIn(GAP_BELIEVED_MAX, sampleRateHz)
        || clockAgrees(frame, ahead, state, sampleRateHz)) {
      return FOLLOWS;
    }
    return agreesWithClaim(frame, state, sampleRateHz) ? JUMPS : UNPROVEN_JUMP;
  }

  private static Place inAnother(Frame frame, NodeState state, int sampleRateHz) {
    long stoodAt = state.ended.stoodAt(frame.session());
    boolean ended = stoodAt != EndedSessions.NOWHERE;
    if (frame.firstSample() < stoodAt) {
      return ENDED;
    }
    boolean starts = !ended && frame.firstSample() == 0;
    if (starts || agreesWithClaim(frame, state, sampleRateHz)) {
      return RESTARTS;
    }
    return ended ? ENDED : UNPROVEN_SESSION;
  }

  /** Whether about as much time has passed by the node's clock as the jump is long. */
  private static boolean clockAgrees(Frame frame, long ahead, NodeState state, int sampleRateHz) {
    long jump = Micros.lasting(ahead, sampleRateHz);
    long passed = frame.capturedAtMicros() - state.microsAt(state.nextSample, sampleRateHz);
    return Math.abs(passed - jump) <= SLACK_MICROS + jump / 100;
  }

  /** Whether it goes on where the frame refused last left off. */
  private static boolean agreesWithClaim(Frame frame, NodeState state, int sampleRateHz) {
    long ahead = frame.firstSample() - state.claimNext;
    return state.hasClaim
        && frame.session() == state.claimSession
        && ahead >= 0
        && ahead <= Micros.samplesIn(GAP_BELIEVED_MAX, sampleRateHz);
  }
}
