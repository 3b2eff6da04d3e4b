package dev.earshot.processor.simulation;

import dev.earshot.v1.EndReason;

/**
 * What the rules of the stream make of a node's frames for those who listen: the story of its
 * sound. {@link PlainListener} makes scores and anomalies of it.
 *
 * @param step at which it happens
 * @param profile in force
 */
record Happening(int step, PlainProfile profile, What what) {
  /** What happens. */
  sealed interface What {}

  /** A stream begins; nothing before it counts. */
  record Begins(long session, long firstSample, Hearing hearing) implements What {}

  /** So many samples are missing; the front-end starts anew. */
  record Misses(long samples) implements What {}

  /**
   * These samples are heard.
   *
   * @param dating when samples were taken, from here on
   */
  record Hears(float[] samples, Dating dating) implements What {}

  /** An anomaly that is open ends; what is pending is forgotten. */
  record Ends(EndReason reason) implements What {}
}
