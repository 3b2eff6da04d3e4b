package dev.earshot.processor.audio;

import dev.earshot.v1.AnomalyEvent;
import java.time.Instant;

/**
 * Which samples are kept of an anomaly that has been closed: from some seconds before its start to
 * as many after its end, and no more than a recording may have. Immutable.
 *
 * @param event the anomaly's last event
 * @param sampleRateHz samples a second
 * @param firstSample index in the session of the first sample wanted
 * @param endSample one past the last
 * @param cut whether that is before the end of the anomaly
 */
record AudioSpan(
    AnomalyEvent event, int sampleRateHz, long firstSample, long endSample, boolean cut) {

  /**
   * The most bytes of samples in a recording: 28 s of 16-bit sound at 16 kHz. With header and key
   * it fits into a message that brokers take by default.
   */
  static final int PCM_BYTES_MAX = 896_000;

  /**
   * The samples around an anomaly.
   *
   * @param seconds before its start and after its end
   */
  static AudioSpan around(AnomalyEvent closed, int seconds, int sampleRateHz) {
    long around = (long) seconds * sampleRateHz;
    long alarmEnd = closed.getFirstSample() + Math.round(closed.getDurationS() * sampleRateHz);
    long first = Math.max(0, closed.getFirstSample() - around);
    long end = Math.min(alarmEnd + around, first + PCM_BYTES_MAX / Short.BYTES);
    return new AudioSpan(closed, sampleRateHz, first, end, end < alarmEnd);
  }

  int samples() {
    return Math.toIntExact(endSample - firstSample);
  }

  /** When a sample of the session was heard, event time. */
  Instant timeOf(long sample) {
    long micros = Math.floorDiv((sample - event.getFirstSample()) * 1_000_000, sampleRateHz);
    return event.getStartedAt().plusNanos(micros * 1_000);
  }
}
