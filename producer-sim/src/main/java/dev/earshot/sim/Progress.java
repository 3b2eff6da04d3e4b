package dev.earshot.sim;

import dev.earshot.recordings.Sound;

/**
 * How far a simulation has come, all nodes together. Immutable.
 *
 * @param samplesSent samples handed to Kafka's producer
 * @param framesSent messages they went in
 * @param eventsPlayed events played to their end and told on the ground truth's topic
 * @param sendFailures messages that the cluster did not take; the first one ends the run
 * @param behindSeconds how late the newest message was, seconds of real time; more than a fraction
 *     of a second, and growing, where the machine or the cluster cannot keep up with the speed
 */
public record Progress(
    long samplesSent, long framesSent, int eventsPlayed, int sendFailures, double behindSeconds) {
  /** Hours of sound, the sum over all nodes. */
  public double soundHours() {
    return samplesSent / (3_600.0 * Sound.SAMPLE_RATE_HZ);
  }
}
