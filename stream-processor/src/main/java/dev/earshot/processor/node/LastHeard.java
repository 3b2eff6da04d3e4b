package dev.earshot.processor.node;

/**
 * What a node's saved state says of when it was last heard; by the clock of {@link NodeLife#hear}.
 *
 * @param clock where the node itself has brought the clock to
 * @param heardAtClock the clock when the node was last heard
 * @param silent whether it is known to be silent
 * @param modelFromMs since when, by its records' timestamps, its model is in force
 * @param capturedMicros the end of the sound that was captured last, by the node's clock,
 *     microseconds since the epoch; 0 where that is not known
 */
public record LastHeard(
    long clock, long heardAtClock, boolean silent, long modelFromMs, long capturedMicros) {
  /** Of a state of another layout: silent since the clock began. */
  static final LastHeard UNREADABLE =
      new LastHeard(Long.MIN_VALUE, 0, true, ModelSchedule.ALWAYS, 0);

  /** Reads it from what {@link NodeLife#save} gave. */
  public static LastHeard in(byte[] saved) {
    return NodeState.peek(saved);
  }
}
