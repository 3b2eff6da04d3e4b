package dev.earshot.processor.node;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.v1.EndReason;

/**
 * Counts what the processor does, for the people who run it. Counts attempts: a transaction that is
 * aborted and done again counts twice, and a restart begins at zero. What must be exact is in
 * {@code NodeStatus}. Implementations are thread-safe and do not block.
 */
public interface NodeMetrics {
  /** Counts nothing. */
  NodeMetrics NONE = new NodeMetrics() {};

  /** A record was taken from the topic of frames and done with, whatever it was. */
  default void processed(long nanoseconds) {}

  /** Samples of a frame were heard. */
  default void heard(long samples) {}

  default void lost(long samples) {}

  /** Samples came twice. */
  default void duplicate(long samples) {}

  default void late(long samples) {}

  default void windowScored() {}

  default void anomalyOpened() {}

  default void anomalyClosed(EndReason reason) {}

  default void deadLetter(Reason reason) {}

  /** A node has not been heard for too long. */
  default void nodeSilent() {}
}
