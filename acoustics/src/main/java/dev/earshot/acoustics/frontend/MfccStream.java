package dev.earshot.acoustics.frontend;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream of samples in, a column of mel-frequency cepstral coefficients out every hop.
 *
 * <p>Causal: a column needs its own frame and nothing else, so any chunking of a stream gives
 * bit-identical columns. The formula is librosa's {@code feature.mfcc} with {@code center=False}:
 * periodic Hann window, power spectrum, Slaney mel bands, {@code 10 log10(max(floor, P))},
 * orthonormal DCT-II.
 *
 * <p>Allocates nothing after construction. Not thread-safe: one stream, one thread.
 *
 * <pre>{@code
 * MfccStream mfcc = new MfccStream(FrontEndConfig.PAPER);
 * mfcc.push(samples, 0, samples.length, (coefficients, endSample) -> ...);
 * }</pre>
 */
public final class MfccStream {
  /** Times full scale; far beyond what is heard, far below what makes powers overflow. */
  private static final float MOST_SAMPLE = 1e6f;

  private final FrontEndConfig config;
  private final float[] window;
  private final PowerSpectrum powerSpectrum;
  private final MelFilterBank melBank;

  /** {@code [coefficients * melBands]}: rows of the orthonormal DCT-II, one behind the other. */
  private final float[] dct;

  private final float[] windowed;
  private final float[] power;
  private final float[] bands;
  private final float[] coefficients;

  /** The samples that the next frame has so far: {@code pending[0 .. pendingSamples)}. */
  private final float[] pending;

  private int pendingSamples;
  private long samplesTaken;

  public MfccStream(FrontEndConfig config) {
    this.config = config;
    window = periodicHann(config.frameSamples());
    powerSpectrum = new PowerSpectrum(config.frameSamples());
    melBank = new MelFilterBank(config);
    dct = orthonormalDct(config.coefficients(), config.melBands());
    windowed = new float[config.frameSamples()];
    power = new float[config.bins()];
    bands = new float[config.melBands()];
    coefficients = new float[config.coefficients()];
    pending = new float[config.frameSamples()];
  }

  private static float[] periodicHann(int samples) {
    float[] hann = new float[samples];
    for (int i = 0; i < samples; i++) {
      hann[i] = (float) (0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / samples));
    }
    return hann;
  }

  private static float[] orthonormalDct(int coefficients, int bands) {
    float[] rows = new float[coefficients * bands];
    for (int k = 0; k < coefficients; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / bands);
      for (int n = 0; n < bands; n++) {
        rows[k * bands + n] =
            (float) (scale * StrictMath.cos(Math.PI * k * (2 * n + 1) / (2.0 * bands)));
      }
    }
    return rows;
  }

  /**
   * All columns of a finished signal, {@code [columns][coefficients]}.
   *
   * @param samples at the front-end's rate, full scale 1
   */
  public static float[][] columnsOf(FrontEndConfig config, float[] samples) {
    List<float[]> columns = new ArrayList<>(config.columnsIn(samples.length));
    new MfccStream(config)
        .push(samples, 0, samples.length, (column, end) -> columns.add(column.clone()));
    return columns.toArray(float[][]::new);
  }

  /** The parameters this stream was made with. */
  public FrontEndConfig config() {
    return config;
  }

  /** How many more samples complete the next column, 1 or more. */
  public int samplesToNextColumn() {
    return config.frameSamples() - pendingSamples;
  }

  /**
   * Takes the next samples of the stream and hands each column on as soon as its frame is complete.
   *
   * @param samples at the front-end's rate, full scale 1
   */
  public void push(float[] samples, int offset, int length, ColumnSink sink) {
    int from = offset;
    int left = length;
    while (left > 0) {
      int taken = Math.min(left, samplesToNextColumn());
      System.arraycopy(samples, from, pending, pendingSamples, taken);
      pendingSamples += taken;
      samplesTaken += taken;
      from += taken;
      left -= taken;
      if (pendingSamples == config.frameSamples()) {
        transform();
        pendingSamples -= config.hopSamples();
        System.arraycopy(pending, config.hopSamples(), pending, 0, pendingSamples);
        sink.column(coefficients, samplesTaken);
      }
    }
  }

  private void transform() {
    for (int i = 0; i < windowed.length; i++) {
      windowed[i] = pending[i] * window[i];
    }
    powerSpectrum.of(windowed, power);
    melBank.apply(power, bands);
    for (int band = 0; band < bands.length; band++) {
      bands[band] = (float) (10 * Math.log10(Math.max(config.powerFloor(), bands[band])));
    }
    for (int k = 0, row = 0; k < coefficients.length; k++, row += bands.length) {
      float sum = 0;
      for (int n = 0; n < bands.length; n++) {
        sum += dct[row + n] * bands[n];
      }
      coefficients[k] = sum;
    }
  }

  /**
   * The mel bands of the newest column, of which its coefficients are the transform.
   *
   * @param to takes {@code [config.melBands()]} powers, dB
   */
  public void copyMelDb(float[] to) {
    System.arraycopy(bands, 0, to, 0, bands.length);
  }

  /** Forgets all samples: the next one is the first of a new stream. */
  public void reset() {
    pendingSamples = 0;
    samplesTaken = 0;
  }

  /** The most bytes that {@link #save} writes. */
  public int stateBytes() {
    return Long.BYTES + Integer.BYTES + pending.length * Float.BYTES;
  }

  /** Writes what the next columns depend on. */
  public void save(ByteBuffer to) {
    to.putLong(samplesTaken).putInt(pendingSamples);
    for (int i = 0; i < pendingSamples; i++) {
      to.putFloat(pending[i]);
    }
  }

  /**
   * Goes on where {@link #save} left off.
   *
   * @throws IllegalArgumentException where the bytes are no state of such a stream
   */
  public void restore(ByteBuffer from) {
    samplesTaken = from.getLong();
    int samples = from.getInt();
    if (samples < 0 || samples >= pending.length) {
      throw new IllegalArgumentException(samples + " pending samples in a front-end's state");
    }
    pendingSamples = samples;
    for (int i = 0; i < pendingSamples; i++) {
      pending[i] = from.getFloat();
      if (!(Math.abs(pending[i]) <= MOST_SAMPLE)) {
        throw new IllegalArgumentException("a sample of %s pending".formatted(pending[i]));
      }
    }
  }
}
