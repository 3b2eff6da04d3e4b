package dev.earshot.city.demo;

import java.util.Optional;

/**
 * One node as the table shows it.
 *
 * @param levelDbfs LAeq of the newest window
 * @param score the newest smoothed score, 0 to 1
 * @param state of its alarm
 * @param lastAnomaly empty when it has raised none yet
 */
record NodeRow(
    String nodeId, double levelDbfs, double score, State state, Optional<LastAnomaly> lastAnomaly) {

  /** How far its alarm has come. */
  enum State {
    QUIET,
    PENDING,
    OPEN,
    CLOSING;

    /** Whether an alarm is raised now. */
    boolean raised() {
      return this == OPEN || this == CLOSING;
    }
  }

  /**
   * The anomaly it raised last.
   *
   * @param secondsAgo of the node's sound since it was raised
   * @param durationSeconds how long it lasted, or has lasted
   * @param label what it sounds like, where the model can tell
   */
  record LastAnomaly(
      double secondsAgo, double durationSeconds, double peakScore, Optional<String> label) {}
}
