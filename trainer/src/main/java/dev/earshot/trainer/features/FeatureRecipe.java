package dev.earshot.trainer.features;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.recordings.Resampler;
import dev.earshot.trainer.work.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * All that a sound's columns depend on besides the content of its file: the front-end's parameters,
 * the window that a short sound is made to fill, and the code. Immutable.
 *
 * <p>The code is known by what it does: the columns of a noise that is always the same, at several
 * rates, are part of the recipe. So a change of the resampler or of the front-end, or a processor
 * whose floating point differs, makes another recipe without anybody having to think of it.
 */
public final class FeatureRecipe {
  /** To be raised when {@link FeatureEntry}'s layout changes, or what is read from a WAV file. */
  private static final int VERSION = 1;

  /** The resampler goes up, down, by whole phases and between them, or has nothing to do. */
  private static final List<Integer> PROBE_RATES_HZ = List.of(8_000, 16_000, 22_254, 44_100);

  private final FrontEndConfig frontEnd;
  private final int windowColumns;
  private final Sha256 fingerprint;

  /**
   * A recipe.
   *
   * @param windowColumns columns of a window, which every sound is made to fill
   */
  public FeatureRecipe(FrontEndConfig frontEnd, int windowColumns) {
    this.frontEnd = frontEnd;
    this.windowColumns = windowColumns;
    // the text of a record names all its components, those to come included
    String parameters = VERSION + " " + frontEnd + " " + windowColumns;
    Sha256 sum = Sha256.of(parameters.getBytes(StandardCharsets.UTF_8));
    for (int rateHz : PROBE_RATES_HZ) {
      float[] probe = Resampler.resample(noise(rateHz / 4), rateHz, frontEnd.sampleRateHz());
      Columns columns = columns(new MfccStream(frontEnd), probe);
      sum = Sha256.of(sum.bytes(), Sha256.bytes(columns.values()));
    }
    fingerprint = sum;
  }

  /** The front-end's parameters. */
  public FrontEndConfig frontEnd() {
    return frontEnd;
  }

  /**
   * Follows the recipe.
   *
   * @param stream of this recipe's front-end
   * @param samples at the front-end's rate; at least one
   */
  public Columns columns(MfccStream stream, float[] samples) {
    return Columns.of(stream, samples, windowColumns);
  }

  /** The name of the columns of a file with this content. */
  Sha256 key(Sha256 content) {
    return Sha256.of(fingerprint.bytes(), content.bytes());
  }

  private static float[] noise(int samples) {
    SplittableRandom random = new SplittableRandom(1);
    float[] noise = new float[samples];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextDouble(-1, 1);
    }
    return noise;
  }
}
