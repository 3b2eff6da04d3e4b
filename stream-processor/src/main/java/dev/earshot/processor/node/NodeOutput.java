package dev.earshot.processor.node;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.SoundLevels;
import dev.earshot.v1.WindowScore;

/** Takes what comes out of a node's life, in the order in which it happens. */
public interface NodeOutput {
  void score(WindowScore score);

  void anomaly(AnomalyEvent event);

  void status(NodeStatus status);

  /** A stretch of what the node's decision saw has ended; to be kept with its state. */
  default void decided(String nodeId, Decision decision) {}

  /** A hop of a calibrated node's sound was measured. */
  default void hop(String nodeId, MeasuredHop hop) {}

  /** Nothing more may come of the node: what was measured so far is to be told. */
  default void paused(String nodeId) {}

  /** How loud it was at a node in one period. */
  default void levels(SoundLevels levels) {}

  /** The frame at hand, or a part of it, could not be used. */
  void deadLetter(Reason reason, String detail);
}
