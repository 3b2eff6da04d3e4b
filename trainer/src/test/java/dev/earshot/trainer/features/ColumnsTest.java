package dev.earshot.trainer.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.trainer.testing.TinyDataset;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  private static final int WINDOW_COLUMNS = 32;
  private static final int COEFFICIENTS = 13;

  private final MfccStream stream = new MfccStream(FrontEndConfig.PAPER);
  private final float[] second = TinyDataset.sound(new SplittableRandom(1), true, 1);

  @Test
  void areTheFrontEndsOwn() {
    Columns columns = Columns.of(stream, second, WINDOW_COLUMNS);

    float[][] expected = MfccStream.columnsOf(FrontEndConfig.PAPER, second);
    assertThat(columns.repeated()).isFalse();
    assertThat(columns.count()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(columns.window(i, 1)).isEqualTo(expected[i]);
    }
  }

  @Test
  void aStreamUsedBeforeLeavesNoTrace() {
    Columns first = Columns.of(stream, second, WINDOW_COLUMNS);
    Columns.of(stream, TinyDataset.sound(new SplittableRandom(2), false, 0.9), WINDOW_COLUMNS);

    assertThat(Columns.of(stream, second, WINDOW_COLUMNS).values()).isEqualTo(first.values());
  }

  @Test
  void windowsBeginEveryStrideAndEndWithinTheSound() {
    // 16,000 samples: 49 columns
    Columns columns = Columns.of(stream, second, WINDOW_COLUMNS);

    assertThat(columns.windows(WINDOW_COLUMNS, 8)).isEqualTo(3);
    assertThat(columns.windows(WINDOW_COLUMNS, 16)).isEqualTo(2);
    assertThat(columns.windows(WINDOW_COLUMNS, 18)).isEqualTo(1);
    assertThat(columns.window(16, WINDOW_COLUMNS)).hasSize(WINDOW_COLUMNS * COEFFICIENTS);
  }

  @Test
  void aShortSoundIsPlayedAgainUntilItFillsAWindow() {
    float[] shot = Arrays.copyOf(second, 4_000);
    float[] again = new float[10_560];
    for (int i = 0; i < again.length; i++) {
      again[i] = shot[i % shot.length];
    }

    Columns columns = Columns.of(stream, shot, WINDOW_COLUMNS);

    assertThat(columns.repeated()).isTrue();
    assertThat(columns.windows(WINDOW_COLUMNS, 8)).isEqualTo(1);
    assertThat(columns.values()).isEqualTo(Columns.of(stream, again, WINDOW_COLUMNS).values());
  }
}
