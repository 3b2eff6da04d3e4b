package dev.earshot.acoustics.level;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A sound level meter on a stream of samples: A-weighting and fast time-weighting of IEC 61672-1,
 * summed over hops, so that the level of any of the last hops can be asked for.
 *
 * <p>Hops are counted from the stream's first sample; any chunking of a stream gives bit-identical
 * readings. Allocates nothing after construction but the readings. Not thread-safe.
 */
public final class LevelMeter {
  /**
   * After this much sound the fast time-weighting is within 0.1 dB of where a steady sound has it.
   */
  public static final double SETTLING_SECONDS = 0.5;

  private static final double FAST_SECONDS = 0.125;

  private final int hopSamples;
  private final AWeighting weighting;
  private final double fastDecay;
  private final double[] weighted;

  /** Rings over the last hops; the hop that is being filled is not in them yet. */
  private final double[] weightedSquares;

  private final double[] fastMaxSquares;
  private final float[] peaks;
  private int nextHop;

  private int hopFill;
  private double hopSquares;
  private double hopFastMax;
  private float hopPeak;
  private double fastSquare;

  /**
   * @param hopSamples samples that are summed together, at least 1
   * @param hops how many hops back can be asked for, at least 1
   */
  public LevelMeter(int sampleRateHz, int hopSamples, int hops) {
    this.hopSamples = hopSamples;
    weighting = new AWeighting(sampleRateHz);
    fastDecay = StrictMath.exp(-1 / (FAST_SECONDS * sampleRateHz));
    weighted = new double[hopSamples];
    weightedSquares = new double[hops];
    fastMaxSquares = new double[hops];
    peaks = new float[hops];
  }

  /**
   * What A-weighting adds to a tone's level, dB: 0 at 1 kHz, less below (IEC 61672-1, annex E).
   *
   * @param hz above 0
   */
  public static double aWeightingDb(double hz) {
    return AWeighting.decibels(hz);
  }

  /** How many more samples complete the hop that is being filled, 1 or more. */
  public int samplesToNextHop() {
    return hopSamples - hopFill;
  }

  /** Takes the next samples of the stream, full scale 1. */
  public void push(float[] samples, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      int taken = Math.min(left, samplesToNextHop());
      measure(samples, from, taken);
      from += taken;
      left -= taken;
      hopFill += taken;
      if (hopFill == hopSamples) {
        closeHop();
      }
    }
  }

  private void measure(float[] samples, int offset, int length) {
    weighting.filter(samples, offset, length, weighted);
    double squares = hopSquares;
    double fast = fastSquare;
    double fastMax = hopFastMax;
    float peak = hopPeak;
    for (int i = 0; i < length; i++) {
      double square = weighted[i] * weighted[i];
      squares += square;
      fast = square + fastDecay * (fast - square);
      fastMax = Math.max(fastMax, fast);
      peak = Math.max(peak, Math.abs(samples[offset + i]));
    }
    hopSquares = squares;
    fastSquare = fast;
    hopFastMax = fastMax;
    hopPeak = peak;
  }

  private void closeHop() {
    weighting.settle();
    fastSquare = fastSquare < AWeighting.NEGLIGIBLE ? 0 : fastSquare;
    weightedSquares[nextHop] = hopSquares;
    fastMaxSquares[nextHop] = hopFastMax;
    peaks[nextHop] = hopPeak;
    nextHop = (nextHop + 1) % peaks.length;
    hopFill = 0;
    hopSquares = 0;
    hopFastMax = 0;
    hopPeak = 0;
  }

  /**
   * Adds the last complete hops to a sum, the oldest first.
   *
   * @param hops up to the number given at construction; hops before the stream began are silent
   */
  public void addLast(int hops, LevelSum sum) {
    int size = peaks.length;
    if (hops < 0 || hops > size) {
      throw new IllegalArgumentException(hops + " hops asked of a meter that keeps " + size);
    }
    for (int back = hops; back > 0; back--) {
      int hop = (nextHop - back + size) % size;
      sum.add(weightedSquares[hop], hopSamples, fastMaxSquares[hop], peaks[hop]);
    }
  }

  /**
   * The hop that was completed last.
   *
   * @param settled as the caller knows who counts what was heard since the stream began
   */
  public HopLevel lastHop(boolean settled) {
    int last = (nextHop - 1 + peaks.length) % peaks.length;
    return new HopLevel(
        hopSamples, weightedSquares[last], fastSquare, fastMaxSquares[last], settled);
  }

  /** Forgets the stream: the next sample is the first of a new one. */
  public void reset() {
    weighting.reset();
    Arrays.fill(weightedSquares, 0);
    Arrays.fill(fastMaxSquares, 0);
    Arrays.fill(peaks, 0);
    nextHop = 0;
    hopFill = 0;
    hopSquares = 0;
    hopFastMax = 0;
    hopPeak = 0;
    fastSquare = 0;
  }

  /** Bytes that {@link #save} writes. */
  public int stateBytes() {
    return AWeighting.stateBytes()
        + peaks.length * (2 * Double.BYTES + Float.BYTES)
        + 2 * Integer.BYTES
        + 3 * Double.BYTES
        + Float.BYTES;
  }

  /** Writes what the next readings depend on. */
  public void save(ByteBuffer to) {
    weighting.save(to);
    for (int hop = 0; hop < peaks.length; hop++) {
      to.putDouble(weightedSquares[hop]).putDouble(fastMaxSquares[hop]).putFloat(peaks[hop]);
    }
    to.putInt(nextHop).putInt(hopFill);
    to.putDouble(hopSquares).putDouble(hopFastMax).putDouble(fastSquare).putFloat(hopPeak);
  }

  /**
   * Goes on where {@link #save} left off.
   *
   * @throws IllegalArgumentException where the bytes are no state of such a meter
   */
  public void restore(ByteBuffer from) {
    weighting.restore(from);
    for (int hop = 0; hop < peaks.length; hop++) {
      weightedSquares[hop] = LevelSum.level(from.getDouble());
      fastMaxSquares[hop] = LevelSum.level(from.getDouble());
      peaks[hop] = (float) LevelSum.level(from.getFloat());
    }
    nextHop = from.getInt();
    hopFill = from.getInt();
    if (nextHop < 0 || nextHop >= peaks.length || hopFill < 0 || hopFill >= hopSamples) {
      throw new IllegalArgumentException("no state of this level meter");
    }
    hopSquares = LevelSum.level(from.getDouble());
    hopFastMax = LevelSum.level(from.getDouble());
    fastSquare = LevelSum.level(from.getDouble());
    hopPeak = (float) LevelSum.level(from.getFloat());
  }
}
