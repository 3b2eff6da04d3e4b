package dev.earshot.acoustics.level;

/**
 * How loud a stretch of sound was. 0 dBFS is the RMS of a full-scale sine (AES17); silence reads
 * {@link #FLOOR_DBFS}.
 *
 * @param laeqDbfs equivalent continuous A-weighted level (IEC 61672-1)
 * @param lafMaxDbfs highest A-weighted level with the fast time-weighting of 125 ms (IEC 61672-1)
 * @param peakDbfs highest absolute sample, unweighted, relative to full scale
 */
public record LevelReading(float laeqDbfs, float lafMaxDbfs, float peakDbfs) {
  /** What silence reads; no level is lower. */
  public static final float FLOOR_DBFS = -160;

  /** The level of a power: a sine of full scale has a mean square of one half and reads 0 dBFS. */
  public static float meanSquareToDbfs(double meanSquare) {
    return decibels(2 * meanSquare);
  }

  static float peakToDbfs(double peak) {
    return decibels(peak * peak);
  }

  private static float decibels(double powerRatio) {
    return (float) Math.max(FLOOR_DBFS, 10 * StrictMath.log10(powerRatio));
  }
}
