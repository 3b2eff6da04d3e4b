package dev.earshot.city.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * What a made-up node hears: hum and hiss, and every 20 s a siren of 5 s. Equal times, equal sound.
 */
final class CannedSound {
  private static final long WINDOW_MILLIS = 160;
  private static final long COLUMN_MILLIS = 20;
  private static final long SIREN_EVERY_MILLIS = 20_000;
  private static final long SIREN_MILLIS = 5_000;
  private static final int MEL_BANDS = 40;
  private static final int COEFFICIENTS = 13;

  private final int seed;

  CannedSound(int seed) {
    this.seed = seed;
  }

  private static long intoSiren(long at) {
    return at % SIREN_EVERY_MILLIS - 8_000;
  }

  private static boolean isSiren(long at) {
    return intoSiren(at) >= 0 && intoSiren(at) < SIREN_MILLIS;
  }

  private double noise(long at, int salt) {
    return new Random(at * 31 + salt * 7_919L + seed).nextDouble();
  }

  /** [end_ms, score, smoothed, state, laeq_dbfs, lafmax_dbfs] */
  List<List<Object>> windows(long from, long to) {
    List<List<Object>> windows = new ArrayList<>();
    for (long at = from / WINDOW_MILLIS * WINDOW_MILLIS + WINDOW_MILLIS;
        at <= to;
        at += WINDOW_MILLIS) {
      double score = Math.min(1, (isSiren(at) ? 0.82 : 0.12) + 0.18 * noise(at, 1));
      double smoothed = smoothed(at);
      double level = (isSiren(at) ? -27 : -48) + 4 * noise(at, 2);
      windows.add(List.of(at, score, smoothed, state(at), level, level + 3 + 2 * noise(at, 3)));
    }
    return windows;
  }

  private static double smoothed(long at) {
    long into = intoSiren(at);
    if (into < 0 || into > SIREN_MILLIS + 4_000) {
      return 0.17 + 0.05 * Math.sin(at / 900.0);
    }
    return into < SIREN_MILLIS
        ? 0.9 - 0.73 * Math.exp(-into / 500.0)
        : 0.17 + 0.73 * Math.exp(-(into - SIREN_MILLIS) / 700.0);
  }

  private static String state(long at) {
    long into = intoSiren(at);
    if (smoothed(at) >= 0.6 && into < 1_500) {
      return "PENDING";
    }
    if (into >= 1_500 && into < SIREN_MILLIS + 400) {
      return "OPEN";
    }
    return into >= SIREN_MILLIS + 400 && into < SIREN_MILLIS + 2_400 ? "CLOSING" : "QUIET";
  }

  Map<String, Object> columns(long from, long to) {
    long[] ends =
        LongStream.rangeClosed(from / COLUMN_MILLIS + 1, to / COLUMN_MILLIS)
            .map(i -> i * COLUMN_MILLIS)
            .toArray();
    List<double[]> mel = new ArrayList<>();
    List<double[]> mfcc = new ArrayList<>();
    for (long end : ends) {
      mel.add(melColumn(end));
      mfcc.add(mfccColumn(end));
    }
    return Map.of(
        "end_ms",
        to / COLUMN_MILLIS * COLUMN_MILLIS,
        "hop_ms",
        COLUMN_MILLIS,
        "mel_db",
        mel,
        "mfcc",
        mfcc);
  }

  private double[] melColumn(long at) {
    double tone = 18 + 6 * Math.sin(2 * Math.PI * at / 1_800);
    Random noise = new Random(at * 31 + seed);
    double[] column = new double[MEL_BANDS];
    for (int band = 0; band < MEL_BANDS; band++) {
      double hum = -48 - 0.7 * band + (band == 3 ? 9 : 0);
      double siren =
          isSiren(at)
              ? 38 * Math.exp(-Math.pow(band - tone, 2) / 3)
                  + 20 * Math.exp(-Math.pow(band - tone - 9, 2) / 3)
              : 0;
      column[band] = Math.round(10 * (hum + siren + 7 * noise.nextDouble())) / 10.0;
    }
    return column;
  }

  private double[] mfccColumn(long at) {
    Random noise = new Random(at * 17 + seed);
    return DoubleStream.iterate(0, i -> i < COEFFICIENTS, i -> i + 1)
        .map(
            i ->
                (i == 0 ? -380 : 40 / (1 + i) * Math.cos(i))
                    + (isSiren(at) ? (i == 0 ? 90 : 14 * Math.sin(i + at / 300.0)) : 0)
                    + 12 * noise.nextDouble())
        .toArray();
  }

  /** [t_ms, score, smoothed, laeq_dbfs] through an anomaly. */
  static List<List<Object>> curve(long from, long to, double peak) {
    List<List<Object>> curve = new ArrayList<>();
    for (long at = from; at <= to; at += WINDOW_MILLIS) {
      double share = (double) (at - from) / (to - from);
      double bump = Math.exp(-Math.pow((share - 0.45) / 0.26, 4));
      double smoothed = 0.12 + (peak - 0.16) * bump;
      double score = Math.min(peak, smoothed + 0.1 * Math.sin(at / 70.0));
      curve.add(List.of(at, score, smoothed, -48 + 20 * bump + 2 * Math.sin(at / 190.0)));
    }
    return curve;
  }
}
