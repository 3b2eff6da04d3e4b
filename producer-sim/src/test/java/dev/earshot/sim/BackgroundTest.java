package dev.earshot.sim;

import static dev.earshot.sim.Cities.constant;
import static dev.earshot.sim.Cities.library;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.testing.Property;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private static final int FADE = Background.FADE_SAMPLES;

  @Test
  void oneSoundFadesIntoTheNextAtEqualPower() {
    float[] out = play(3 * FADE, constant(2 * FADE, 1), new float[3 * FADE]);
    float[] in = play(3 * FADE, new float[2 * FADE], constant(3 * FADE, 1));
    for (int i = 0; i < 3 * FADE; i++) {
      assertThat(out[i] * out[i] + in[i] * in[i]).as("sample %d", i).isCloseTo(1, within(1e-5f));
    }
    assertThat(out).startsWith(constant(FADE, 1)).endsWith(new float[FADE]);
    for (int i = FADE; i < 2 * FADE; i++) {
      assertThat(out[i]).isLessThanOrEqualTo(out[i - 1]);
    }
  }

  @Test
  void aSoundTooShortForTheWholeFadeFadesOverHalfItsLength() {
    float[] played = play(FADE, constant(2 * FADE, 0), constant(100, 1), constant(2 * FADE, 0));
    assertThat(played).containsOnly(0);
    played = play(2 * FADE + 50, constant(2 * FADE, 0), constant(100, 1), constant(2 * FADE, 0));
    assertThat(played[2 * FADE - 51]).isZero();
    assertThat(played[2 * FADE - 50]).isPositive();
    assertThat(played[2 * FADE - 1]).isCloseTo(1, within(1e-3f));
    assertThat(played[2 * FADE + 49]).isCloseTo(0, within(0.05f));
  }

  @Test
  void soundsOfAnyLengthMakeAStreamWithoutHolesOrRepeats() {
    Property.holds(
        300,
        random -> {
          int longest = random.nextInt(1, 3) == 1 ? 6 : 4 * FADE;
          // constant power in, so power between one (all of one sound) and two (equal sounds) out
          Background background =
              new Background(
                  library(r -> constant(r.nextInt(1, longest), 1), r -> new float[0]),
                  random.split());
          float[] played = new float[20_000];
          background.read(played, 0, played.length);
          for (float sample : played) {
            assertThat(sample).isBetween(0.999f, 1.4143f);
          }
        });
  }

  @Test
  void aSoundWithoutSamplesIsAnErrorOfTheLibrary() {
    assertThatIllegalStateException()
        .isThrownBy(() -> play(1, new float[0]))
        .withMessageContaining("test air");
  }

  private static float[] play(int samples, float[]... sounds) {
    Deque<float[]> left = new ArrayDeque<>(List.of(sounds));
    Background background =
        new Background(library(r -> left.pop(), r -> new float[0]), new SplittableRandom(1));
    float[] played = new float[samples];
    background.read(played, 0, samples);
    return played;
  }
}
