package dev.earshot.processor.node;

/**
 * When a node was last heard, as its saved state tells; by the clock of {@link NodeLife#hear}.
 *
 * @param clock where the node itself has brought the clock to
 * @param heardAtClock the clock when the node was last heard
 * @param silent whether it is known to be silent
 */
public record LastHeard(long clock, long heardAtClock, boolean silent) {
  /** Reads it from what {@link NodeLife#save} gave; a state of another layout counts as silent. */
  public static LastHeard in(byte[] saved) {
    return NodeState.peek(saved);
  }
}
