package dev.earshot.acoustics.model;

/**
 * How 8-bit integers stand for real numbers: {@code real = scale * (integer - zeroPoint)} (Jacob et
 * al. 2018; TensorFlow Lite's 8-bit quantisation specification).
 *
 * @param scale above 0
 * @param zeroPoint in [-128, 127], the integer that stands for 0 exactly
 */
public record Quantisation(float scale, int zeroPoint) {
  /** What a probability is quantised with: TensorFlow Lite demands it of LOGISTIC's output. */
  public static final Quantisation PROBABILITY = new Quantisation(1f / 256, Byte.MIN_VALUE);

  /** Checks the bounds. */
  public Quantisation {
    if (!(scale > 0) || !Float.isFinite(scale)) {
      throw new IllegalArgumentException("scale is " + scale + ", must be above 0");
    }
    if (zeroPoint < Byte.MIN_VALUE || zeroPoint > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("zeroPoint is " + zeroPoint + ", must fit 8 bits");
    }
  }

  /** The quantisation that covers a range, stretched to hold 0 since 0 must be exact. */
  public static Quantisation covering(float low, float high) {
    float lowest = Math.min(low, 0);
    float highest = Math.max(high, 0);
    if (highest - lowest == 0) {
      highest = 1;
    }
    float scale = (highest - lowest) / 255;
    int zeroPoint = Math.round(Byte.MIN_VALUE - lowest / scale);
    return new Quantisation(scale, Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, zeroPoint)));
  }

  /** The integer nearest to a real number, the nearest that there is where it is out of range. */
  public byte quantise(float real) {
    long integer = Math.round((double) real / scale) + zeroPoint;
    return (byte) Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, integer));
  }

  /** The real number that an integer stands for. */
  public float real(byte integer) {
    return scale * (integer - zeroPoint);
  }
}
