package dev.earshot.trainer.testing;

import dev.earshot.acoustics.model.Normalisation;
import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.features.Columns;
import dev.earshot.trainer.network.Examples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Examples made of windows at hand. */
public final class Windows {
  private Windows() {}

  /** Normal windows of any content, each a clip and a recording of its own. */
  public static Examples normal(float[][] windows) {
    return of(windows, new boolean[windows.length], windows[0].length);
  }

  /** Windows as they are, each a clip and a recording of its own. */
  public static Examples of(float[][] windows, boolean[] anomalous, int coefficients) {
    List<ClipFeatures> clips = new ArrayList<>();
    for (int i = 0; i < windows.length; i++) {
      clips.add(clip(i, anomalous[i], windows[i], coefficients));
    }
    int columns = windows[0].length / coefficients;
    return Examples.of(clips, unchanged(coefficients), columns, columns);
  }

  /** A clip of a recording, with columns as they are. */
  public static ClipFeatures clip(
      long recordingId, boolean anomalous, float[] columns, int coefficients) {
    UrbanSoundClass heard = anomalous ? UrbanSoundClass.SIREN : UrbanSoundClass.AIR_CONDITIONER;
    String name = "%d-%d-0-0.wav".formatted(recordingId, heard.id());
    Clip clip = new Clip(name, recordingId, 0, 4, true, 1, heard, Path.of(name));
    return new ClipFeatures(clip, new Columns(columns, coefficients, false));
  }

  /** A normalisation that changes nothing. */
  public static Normalisation unchanged(int coefficients) {
    float[] ones = new float[coefficients];
    Arrays.fill(ones, 1);
    return new Normalisation(new float[coefficients], ones);
  }
}
