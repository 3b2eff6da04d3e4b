package dev.earshot.trainer.features;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.recordings.Resampler;
import dev.earshot.trainer.work.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * All that a sound's columns depend on besides the content of its file: the front-end's parameters,
 * the window that a short sound is made to fill, and the code. Immutable.
 *
 * <p>The code is known by what it does: the columns of a noise that is always the same are part of
 * the recipe. So a change of the resampler or of the front-end, or a processor whose floating point
 * differs, makes another recipe without anybody having to think of it.
 */
public final class FeatureRecipe {
  /** To be raised when {@link FeatureEntry}'s layout changes, or what is read from a WAV file. */
  private static final int VERSION = 1;

  private static final int PROBE_RATE_HZ = 44_100;
  private static final int PROBE_SAMPLES = PROBE_RATE_HZ / 4;

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
    Columns probe = columns(new MfccStream(frontEnd), probe(frontEnd.sampleRateHz()));
    // the text of a record names all its components, those to come included
    String parameters = VERSION + " " + frontEnd + " " + windowColumns;
    fingerprint =
        Sha256.of(parameters.getBytes(StandardCharsets.UTF_8), Sha256.bytes(probe.values()));
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

  private static float[] probe(int sampleRateHz) {
    SplittableRandom random = new SplittableRandom(1);
    float[] noise = new float[PROBE_SAMPLES];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextDouble(-1, 1);
    }
    return Resampler.resample(noise, PROBE_RATE_HZ, sampleRateHz);
  }
}
