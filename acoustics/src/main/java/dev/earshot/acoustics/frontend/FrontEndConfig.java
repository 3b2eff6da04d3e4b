package dev.earshot.acoustics.frontend;

import static dev.earshot.acoustics.bounds.Bounds.within;

/**
 * The parameters of an MFCC front-end. They travel with the model that was trained on them, so
 * training and serving can't drift apart.
 *
 * @param sampleRateHz samples a second of the sound that is taken, 8000 to 192000
 * @param frameSamples samples of one frame, windowed and transformed together; even, 64 to 8192;
 *     times its largest odd divisor {@value #MOST_TRANSFORMED} at most
 * @param hopSamples samples from the start of one frame to the next, {@code frameSamples} divided
 *     by {@value #MOST_OVERLAP} to {@code frameSamples}
 * @param melBands triangular bands of the Slaney mel scale, area-normalised; 1 to 256
 * @param melLowHz lower edge of the lowest band, from 0
 * @param melHighHz upper edge of the highest band, up to half the sample rate
 * @param coefficients cepstral coefficients kept, 1 to {@code melBands}
 * @param powerFloor the least power of a band before the logarithm, above 0, at most 1
 */
public record FrontEndConfig(
    int sampleRateHz,
    int frameSamples,
    int hopSamples,
    int melBands,
    double melLowHz,
    double melHighHz,
    int coefficients,
    double powerFloor) {

  /**
   * What a frame's samples times their largest odd divisor may be: the transform's tables and its
   * work grow with that. The paper's 640 make 3,200, a CD's 1,764 make 777,924.
   */
  public static final int MOST_TRANSFORMED = 1 << 20;

  /** Frames that a sample may be part of: bounds what a second of sound costs. */
  public static final int MOST_OVERLAP = 32;

  /** The paper's: 40 ms frames with half overlap at 16 kHz, 40 bands, 13 coefficients. */
  public static final FrontEndConfig PAPER =
      new FrontEndConfig(16_000, 640, 320, 40, 0, 8_000, 13, 1e-10);

  public FrontEndConfig {
    within("sample_rate_hz", sampleRateHz, 8_000, 192_000);
    within("frame_samples", frameSamples, 64, 8_192);
    if (frameSamples % 2 != 0) {
      throw new IllegalArgumentException("frame_samples is " + frameSamples + ", needs to be even");
    }
    within(
        "hop_samples", hopSamples, Math.ceil((double) frameSamples / MOST_OVERLAP), frameSamples);
    within(
        "frame_samples times its largest odd divisor",
        (double) frameSamples * (frameSamples / Integer.lowestOneBit(frameSamples)),
        0,
        MOST_TRANSFORMED);
    within("mel_bands", melBands, 1, 256);
    within("mel_low_hz", melLowHz, 0, sampleRateHz / 2.0);
    within("mel_high_hz", melHighHz, Math.nextUp(melLowHz), sampleRateHz / 2.0);
    within("coefficients", coefficients, 1, melBands);
    within("power_floor", powerFloor, 1e-300, 1);
  }

  /** Bins of the one-sided power spectrum of a frame: {@code frameSamples / 2 + 1}. */
  public int bins() {
    return frameSamples / 2 + 1;
  }

  /** Samples that so many consecutive columns span: 32 columns of the paper's are 10,560. */
  public int samplesOf(int columns) {
    return columns == 0 ? 0 : frameSamples + (columns - 1) * hopSamples;
  }

  /** Columns that so many samples give. */
  public int columnsIn(int samples) {
    return samples < frameSamples ? 0 : 1 + (samples - frameSamples) / hopSamples;
  }
}
