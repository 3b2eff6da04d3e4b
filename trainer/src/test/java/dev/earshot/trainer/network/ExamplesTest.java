package dev.earshot.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.acoustics.model.Normalisation;
import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.testing.Windows;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  /** Clips of 5 and 2 columns of 2 coefficients. */
  private final ClipFeatures tall =
      Windows.clip(1, false, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 2);

  private final ClipFeatures small = Windows.clip(2, true, new float[] {10, 11, 12, 13}, 2);

  @Test
  void windowsOfAllClipsAreCutAtTheStride() {
    Examples examples = Examples.of(List.of(tall, small), Windows.unchanged(2), 2, 2);

    assertThat(examples.size()).isEqualTo(3);
    assertThat(examples.window(0)).containsExactly(0, 1, 2, 3);
    assertThat(examples.window(1)).containsExactly(4, 5, 6, 7);
    assertThat(examples.window(2)).containsExactly(10, 11, 12, 13);
    assertThat(examples.anomalous()).containsExactly(false, false, true);
    assertThat(examples.clip(2).recordingId()).isEqualTo(2);
  }

  @Test
  void windowsAreStandardisedAndTheClipStaysAsItIs() {
    Normalisation normalisation = new Normalisation(new float[] {1, 2}, new float[] {2, 4});

    Examples examples = Examples.of(List.of(tall), normalisation, 2, 3);

    assertThat(examples.window(1)).containsExactly(2.5f, 1.25f, 3.5f, 1.75f);
    assertThat(examples.window(1)).containsExactly(2.5f, 1.25f, 3.5f, 1.75f);
    assertThat(tall.columns().values()[6]).isEqualTo(6);
  }

  @Test
  void variantsOfOtherClipsAreRefused() {
    List<List<ClipFeatures>> variants = List.of(List.of(tall), List.of(small));

    assertThatThrownBy(() -> Examples.ofVariants(variants, Windows.unchanged(2), 2, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
