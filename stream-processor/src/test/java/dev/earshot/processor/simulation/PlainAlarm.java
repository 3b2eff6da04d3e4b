package dev.earshot.processor.simulation;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.processor.simulation.PlainWindow.Hop;
import java.util.ArrayList;
import java.util.List;

/**
 * An alarm that is pending or open, with all its windows: what is asked of it is counted afresh
 * each time.
 */
final class PlainAlarm {
  /**
   * One of its windows.
   *
   * @param endSample in the session
   * @param below whether the smoothed score was below the closing threshold while the alarm was
   *     open
   */
  record Part(PlainWindow window, long endSample, boolean below) {}

  private final long firstSample;
  private final int sampleRateHz;
  private final List<Part> parts = new ArrayList<>();

  /** Ends of the windows at which it was told of. */
  private final List<Long> toldAt = new ArrayList<>();

  /** When its first sample was taken, as it is dated when it opens. */
  private long startedMicros;

  PlainAlarm(long firstSample, int sampleRateHz) {
    this.firstSample = firstSample;
    this.sampleRateHz = sampleRateHz;
  }

  void add(PlainWindow window, long endSample, boolean below) {
    parts.add(new Part(window, endSample, below));
  }

  void opens(long startedMicros) {
    this.startedMicros = startedMicros;
    isTold();
  }

  void isTold() {
    toldAt.add(lastSample());
  }

  boolean isOpen() {
    return !toldAt.isEmpty();
  }

  /** How often it was told of since it opened. */
  int revision() {
    return toldAt.size() - 1;
  }

  long firstSample() {
    return firstSample;
  }

  long startedMicros() {
    return startedMicros;
  }

  /** The end of its newest window. */
  long lastSample() {
    return parts.get(parts.size() - 1).endSample;
  }

  boolean isClosing() {
    return parts.get(parts.size() - 1).below;
  }

  /** The end of the first window since which all have been below the closing threshold. */
  long fellAtSample() {
    int first = parts.size();
    while (first > 0 && parts.get(first - 1).below) {
      first--;
    }
    return parts.get(first).endSample;
  }

  /** Where it ended if it ends now: where the score fell, or where it was last heard. */
  long endSample() {
    return isClosing() ? fellAtSample() : lastSample();
  }

  float peakScore() {
    return (float) parts.stream().mapToDouble(part -> part.window.score()).max().orElseThrow();
  }

  float meanScore() {
    double sum = 0;
    for (Part part : parts) {
      sum += part.window.score();
    }
    return (float) (sum / parts.size());
  }

  List<Hop> hops() {
    List<Hop> hops = new ArrayList<>();
    parts.forEach(part -> hops.addAll(part.window.news()));
    return hops;
  }

  /** Whether its newest window ends so much later than this sample. */
  boolean hasStayed(double seconds, long sinceSample) {
    return (double) (lastSample() - sinceSample) / sampleRateHz >= seconds;
  }

  boolean isDueToBeTold(DecisionConfig config) {
    return hasStayed(config.ongoingEverySeconds(), toldAt.get(toldAt.size() - 1));
  }
}
