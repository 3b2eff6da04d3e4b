package dev.earshot.acoustics.level;

import java.nio.ByteBuffer;

/** Adds up a stretch of sound for its {@link LevelReading}. Mutable, not thread-safe. */
public final class LevelSum {
  /** Far beyond a year of the loudest samples. */
  private static final double MOST = 1e30;

  private double weightedSquares;
  private long samples;
  private double fastMaxSquare;
  private float peak;

  void add(double weightedSquares, int samples, double fastMaxSquare, float peak) {
    this.weightedSquares += weightedSquares;
    this.samples += samples;
    this.fastMaxSquare = Math.max(this.fastMaxSquare, fastMaxSquare);
    this.peak = Math.max(this.peak, peak);
  }

  /** Forgets the stretch. */
  public void clear() {
    weightedSquares = 0;
    samples = 0;
    fastMaxSquare = 0;
    peak = 0;
  }

  /** The levels of what was added since it was cleared. */
  public LevelReading reading() {
    return new LevelReading(
        LevelReading.meanSquareToDbfs(samples == 0 ? 0 : weightedSquares / samples),
        LevelReading.meanSquareToDbfs(fastMaxSquare),
        LevelReading.peakToDbfs(peak));
  }

  /** Bytes that {@link #save} writes. */
  public static int stateBytes() {
    return 2 * Double.BYTES + Long.BYTES + Float.BYTES;
  }

  /** Writes the sums. */
  public void save(ByteBuffer to) {
    to.putDouble(weightedSquares).putLong(samples).putDouble(fastMaxSquare).putFloat(peak);
  }

  /**
   * Reads back what {@link #save} wrote.
   *
   * @throws IllegalArgumentException where the bytes are no such sums
   */
  public void restore(ByteBuffer from) {
    weightedSquares = level(from.getDouble());
    samples = from.getLong();
    fastMaxSquare = level(from.getDouble());
    peak = (float) level(from.getFloat());
    if (samples < 0) {
      throw new IllegalArgumentException("a sum of %d samples".formatted(samples));
    }
  }

  /** A peak or a sum of squares that is one. */
  static double level(double read) {
    if (!(read >= 0 && read <= MOST)) {
      throw new IllegalArgumentException("a level of " + read);
    }
    return read;
  }
}
