package dev.earshot.acoustics.level;

import java.nio.ByteBuffer;

/** Adds up a stretch of sound for its {@link LevelReading}. Mutable, not thread-safe. */
public final class LevelSum {
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

  /** Reads back what {@link #save} wrote. */
  public void restore(ByteBuffer from) {
    weightedSquares = from.getDouble();
    samples = from.getLong();
    fastMaxSquare = from.getDouble();
    peak = from.getFloat();
  }
}
