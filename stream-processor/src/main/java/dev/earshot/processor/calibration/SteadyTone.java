package dev.earshot.processor.calibration;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Decides whether a node hears a calibrator, and how loud: the level of its windows has to stay
 * within {@value #SPREAD_MAX_DB} dB from the lowest to the highest for {@value #STEADY_SECONDS} s
 * of sound without a gap, and has to be that of a tone. Pure: time is samples. Not thread-safe;
 * keeps the windows of those seconds and nothing else.
 */
final class SteadyTone {
  /** Sound that has to be steady, seconds. */
  static final int STEADY_SECONDS = 5;

  /** The most that the level may differ within them, dB. */
  static final double SPREAD_MAX_DB = 0.2;

  /** No microphone hears a calibrator as quietly: it is off, or on another one, dBFS. */
  static final double LOWEST_DBFS = -60;

  /** The highest peak that is surely not clipped, dBFS. */
  static final double PEAK_MAX_DBFS = -0.5;

  /**
   * A sine's peak and its level are the same in dBFS, where 0 dBFS is a full-scale sine (AES17);
   * with anything else the peak is higher. The most that it may be, dB.
   */
  static final double PEAK_OVER_LEVEL_MAX_DB = 1;

  private static final double GAP_SECONDS = 0.5;

  private final Calibrator calibrator;
  private final int rateHz;
  private final Deque<Window> windows = new ArrayDeque<>();

  /**
   * What was measured of one window of sound.
   *
   * @param session the node's
   * @param firstSample index in the session of its first sample
   * @param laeqDbfs its A-weighted level
   * @param peakDbfs its highest sample, unweighted
   */
  record Window(long session, long firstSample, double laeqDbfs, double peakDbfs) {}

  /** What can be said so far. */
  sealed interface Verdict {}

  /**
   * The calibrator is heard.
   *
   * @param laeqDbfs mean power of the steady seconds
   * @param spreadDb from the lowest to the highest of their windows
   */
  record Steady(double laeqDbfs, double spreadDb) implements Verdict {}

  /**
   * Not yet, or not so.
   *
   * @param why in a few words, for a user
   */
  record NotYet(String why) implements Verdict {}

  /**
   * For one node.
   *
   * @param rateHz samples a second
   */
  SteadyTone(Calibrator calibrator, int rateHz) {
    this.calibrator = calibrator;
    this.rateHz = rateHz;
  }

  /** Takes the next window, and says what the last seconds amount to. */
  Verdict add(Window window) {
    if (!windows.isEmpty() && !follows(windows.getLast(), window)) {
      windows.clear();
    }
    windows.addLast(window);
    dropOld();
    return seconds(windows.getFirst(), window) < STEADY_SECONDS ? waiting(window) : judged();
  }

  private boolean follows(Window before, Window window) {
    double step = seconds(before, window);
    return window.session == before.session && step > 0 && step <= GAP_SECONDS;
  }

  private double seconds(Window from, Window to) {
    return (double) (to.firstSample - from.firstSample) / rateHz;
  }

  /** The oldest one goes as soon as the second oldest is old enough. */
  private void dropOld() {
    Window newest = windows.getLast();
    Window oldest = windows.pollFirst();
    while (!windows.isEmpty() && seconds(windows.getFirst(), newest) >= STEADY_SECONDS) {
      oldest = windows.pollFirst();
    }
    windows.addFirst(oldest);
  }

  private NotYet waiting(Window newest) {
    return notYet(
        "%.1f dBFS(A), %.1f of %d s heard",
        newest.laeqDbfs, seconds(windows.getFirst(), newest), STEADY_SECONDS);
  }

  private Verdict judged() {
    double power = windows.stream().mapToDouble(w -> Math.pow(10, w.laeqDbfs / 10)).sum();
    double level = 10 * Math.log10(power / windows.size());
    double lowest = windows.stream().mapToDouble(Window::laeqDbfs).min().orElseThrow();
    double highest = windows.stream().mapToDouble(Window::laeqDbfs).max().orElseThrow();
    double peak = windows.stream().mapToDouble(Window::peakDbfs).max().orElseThrow();
    double spread = highest - lowest;
    if (peak > PEAK_MAX_DBFS) {
      return notYet("clipped: peak %.1f dBFS, %.1f is the most", peak, PEAK_MAX_DBFS);
    }
    if (level < LOWEST_DBFS) {
      return notYet(
          "too quiet for a calibrator: %.1f dBFS(A), %.0f is the least", level, LOWEST_DBFS);
    }
    if (spread > SPREAD_MAX_DB) {
      return notYet(
          "not steady: %.2f dB from %.1f to %.1f dBFS(A) in %d s, %.1f dB is the most",
          spread, lowest, highest, STEADY_SECONDS, SPREAD_MAX_DB);
    }
    double over = peak - (level - calibrator.weightingDb());
    if (Math.abs(over) > PEAK_OVER_LEVEL_MAX_DB) {
      return notYet(
          "no tone of %.0f Hz: its peak is %.1f dB from its level, %.0f dB is the most",
          calibrator.frequencyHz(), over, PEAK_OVER_LEVEL_MAX_DB);
    }
    return new Steady(level, spread);
  }

  private static NotYet notYet(String why, Object... values) {
    return new NotYet(String.format(Locale.ROOT, why, values));
  }
}
