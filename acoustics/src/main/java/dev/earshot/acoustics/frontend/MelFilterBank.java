package dev.earshot.acoustics.frontend;

/**
 * A bank of triangular filters, evenly spaced on Slaney's mel scale (Auditory Toolbox, 1998: linear
 * to 1 kHz, logarithmic above) and normalised to equal area; the same as librosa's {@code
 * filters.mel(htk=False, norm="slaney")}. Immutable.
 */
final class MelFilterBank {
  private static final double HZ_PER_LINEAR_MEL = 200.0 / 3;
  private static final double LOG_FROM_HZ = 1_000;
  private static final double LOG_FROM_MEL = LOG_FROM_HZ / HZ_PER_LINEAR_MEL;
  private static final double LOG_STEP = StrictMath.log(6.4) / 27;

  /** Weights of band b over the bins from {@code firstBin[b]} on; zero elsewhere. */
  private final float[][] weights;

  private final int[] firstBin;

  MelFilterBank(FrontEndConfig config) {
    weights = new float[config.melBands()][];
    firstBin = new int[config.melBands()];
    double[] edgesHz = edgesHz(config);
    double binHz = (double) config.sampleRateHz() / config.frameSamples();
    for (int band = 0; band < weights.length; band++) {
      double lowHz = edgesHz[band];
      double peakHz = edgesHz[band + 1];
      double highHz = edgesHz[band + 2];
      int from = (int) Math.floor(lowHz / binHz) + 1;
      int to = Math.max(from, Math.min(config.bins(), (int) Math.ceil(highHz / binHz)));
      firstBin[band] = from;
      weights[band] = new float[to - from];
      for (int bin = from; bin < to; bin++) {
        double hz = bin * binHz;
        double height =
            Math.min((hz - lowHz) / (peakHz - lowHz), (highHz - hz) / (highHz - peakHz));
        weights[band][bin - from] = (float) (Math.max(0, height) * 2 / (highHz - lowHz));
      }
    }
  }

  private static double[] edgesHz(FrontEndConfig config) {
    double lowMel = hzToMel(config.melLowHz());
    double highMel = hzToMel(config.melHighHz());
    double[] edges = new double[config.melBands() + 2];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = melToHz(lowMel + (highMel - lowMel) * i / (edges.length - 1));
    }
    return edges;
  }

  private static double hzToMel(double hz) {
    return hz < LOG_FROM_HZ
        ? hz / HZ_PER_LINEAR_MEL
        : LOG_FROM_MEL + StrictMath.log(hz / LOG_FROM_HZ) / LOG_STEP;
  }

  private static double melToHz(double mel) {
    return mel < LOG_FROM_MEL
        ? mel * HZ_PER_LINEAR_MEL
        : LOG_FROM_HZ * StrictMath.exp(LOG_STEP * (mel - LOG_FROM_MEL));
  }

  /**
   * Sums a power spectrum into the bands.
   *
   * @param power {@code [bins]}
   * @param bands {@code [melBands]}, overwritten
   */
  void apply(float[] power, float[] bands) {
    for (int band = 0; band < weights.length; band++) {
      float[] weight = weights[band];
      int from = firstBin[band];
      float sum = 0;
      for (int i = 0; i < weight.length; i++) {
        sum += weight[i] * power[from + i];
      }
      bands[band] = sum;
    }
  }

  /** The weight of a bin in a band. */
  float weight(int band, int bin) {
    int i = bin - firstBin[band];
    return i < 0 || i >= weights[band].length ? 0 : weights[band][i];
  }
}
