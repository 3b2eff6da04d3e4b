package dev.earshot.acoustics.level;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Level statistics of a period, of the hops that a {@link LevelMeter} measured in it, in dBFS:
 *
 * <ul>
 *   <li>L<sub>Aeq</sub>, the equivalent continuous level: 10 lg of the mean of p<sub>A</sub>&sup2;
 *       over the time that was measured (IEC 61672-1, 3.10; ISO 1996-1, 3.1.7);
 *   <li>L<sub>AFmax</sub>, the highest fast time-weighted level (IEC 61672-1, 3.9; ISO 1996-1,
 *       3.1.3);
 *   <li>L<sub>N</sub>, the N percent exceedance level: the fast time-weighted level that was
 *       exceeded for N % of the time (ISO 1996-1, 3.1.4), from its values at the end of every hop
 *       (20 ms with the usual front-end, a sixth of the time constant), each rounded to 0.1 dB: the
 *       level that N % of them reach.
 * </ul>
 *
 * The order in which hops come changes nothing but the last bits of the sum. Mutable, not
 * thread-safe.
 */
public final class LevelStatistics {
  private static final int BINS_PER_DB = 10;

  /**
   * From {@link LevelReading#FLOOR_DBFS} to 20 dB above full scale; what lies above counts as that.
   */
  private static final int BINS = (int) (20 - LevelReading.FLOOR_DBFS) * BINS_PER_DB + 1;

  /** The most that {@link #save} writes. */
  public static final int BYTES_MAX =
      2 * Double.BYTES + Long.BYTES + 2 * Integer.BYTES + BINS * (Short.BYTES + Integer.BYTES);

  private double squares;
  private long samples;
  private double fastMaxSquare;
  private int readings;
  private final int[] bins = new int[BINS];

  /** From the lowest bin that counts something to behind the highest. */
  private int firstBin = BINS;

  private int endBin;

  /** Takes a hop of the period. */
  public void add(HopLevel hop) {
    addWithoutReading(hop);
    if (hop.settled()) {
      count(bin(LevelReading.meanSquareToDbfs(hop.fastSquare())), 1);
    }
  }

  /** Takes a hop of a period of which no L<sub>N</sub> will be asked: that costs the most. */
  public void addWithoutReading(HopLevel hop) {
    squares += hop.squares();
    samples += hop.samples();
    fastMaxSquare = Math.max(fastMaxSquare, hop.fastMaxSquare());
  }

  private void count(int bin, int more) {
    bins[bin] += more;
    readings = Math.addExact(readings, more);
    firstBin = Math.min(firstBin, bin);
    endBin = Math.max(endBin, bin + 1);
  }

  private static int bin(float dbfs) {
    return Math.min(BINS - 1, Math.round((dbfs - LevelReading.FLOOR_DBFS) * BINS_PER_DB));
  }

  /** Samples that were measured. */
  public long samples() {
    return samples;
  }

  /** L<sub>Aeq</sub>; the floor where nothing was measured. */
  public float laeqDbfs() {
    return LevelReading.meanSquareToDbfs(samples == 0 ? 0 : squares / samples);
  }

  /** L<sub>AFmax</sub>; the floor where nothing was measured. */
  public float lafMaxDbfs() {
    return LevelReading.meanSquareToDbfs(fastMaxSquare);
  }

  /**
   * L<sub>N</sub>; empty where the time-weighted level was never settled.
   *
   * @param percent N, above 0, at most 100
   */
  public OptionalDouble exceededDbfs(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException(percent + " % of the time, needs to be 0 to 100");
    }
    if (readings == 0) {
      return OptionalDouble.empty();
    }
    int reaching = 0;
    int bin = BINS;
    while (100L * reaching < percent * readings) {
      bin--;
      reaching += bins[bin];
    }
    return OptionalDouble.of(LevelReading.FLOOR_DBFS + (double) bin / BINS_PER_DB);
  }

  /** Forgets the period. */
  public void clear() {
    squares = 0;
    samples = 0;
    fastMaxSquare = 0;
    readings = 0;
    if (firstBin < endBin) {
      Arrays.fill(bins, firstBin, endBin, 0);
    }
    firstBin = BINS;
    endBin = 0;
  }

  /**
   * Writes the sums, and of the distribution what lies between the lowest and the highest level.
   */
  public void save(ByteBuffer to) {
    to.putDouble(squares).putLong(samples).putDouble(fastMaxSquare);
    int first = Math.min(firstBin, endBin);
    to.putInt(first).putInt(endBin);
    for (int bin = first; bin < endBin; bin++) {
      putCount(bins[bin], to);
    }
  }

  /**
   * Reads back what {@link #save} wrote.
   *
   * @throws IllegalArgumentException where the bytes are no such statistics
   * @throws java.nio.BufferUnderflowException where they are too few
   */
  public void restore(ByteBuffer from) {
    clear();
    squares = LevelSum.level(from.getDouble());
    samples = from.getLong();
    fastMaxSquare = LevelSum.level(from.getDouble());
    int first = from.getInt();
    int end = from.getInt();
    if (samples < 0 || first < 0 || first > end || end > BINS) {
      throw new IllegalArgumentException("no statistics of levels");
    }
    for (int bin = first; bin < end; bin++) {
      count(bin, readCount(from));
    }
  }

  /** Most counts are small: two bytes, or where they do not fit, six. */
  private static void putCount(int count, ByteBuffer to) {
    if (count < Short.MAX_VALUE) {
      to.putShort((short) count);
    } else {
      to.putShort(Short.MAX_VALUE).putInt(count);
    }
  }

  private static int readCount(ByteBuffer from) {
    int count = from.getShort();
    int whole = count == Short.MAX_VALUE ? from.getInt() : count;
    if (whole < 0) {
      throw new IllegalArgumentException("a count of " + whole);
    }
    return whole;
  }
}
