package dev.earshot.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SpecAugmentTest {
  private static final int COLUMNS = 8;
  private static final int COEFFICIENTS = 5;

  @Test
  void whatIsHiddenAreNeighbouringColumnsAndCoefficientsAndNothingElse() {
    SplittableRandom random = new SplittableRandom(1);
    TreeSet<Integer> widths = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      float[] window = new float[COLUMNS * COEFFICIENTS];
      Arrays.fill(window, 7);

      new SpecAugment(3, 2).hide(window, COEFFICIENTS, random);

      TreeSet<Integer> columns = new TreeSet<>();
      for (int column = 0; column < COLUMNS; column++) {
        int first = column * COEFFICIENTS;
        if (zeros(Arrays.copyOfRange(window, first, first + COEFFICIENTS)) == COEFFICIENTS) {
          columns.add(column);
        }
      }
      TreeSet<Integer> coefficients = new TreeSet<>();
      for (int c = 0; c < COEFFICIENTS; c++) {
        float[] row = new float[COLUMNS];
        for (int column = 0; column < COLUMNS; column++) {
          row[column] = window[column * COEFFICIENTS + c];
        }
        if (zeros(row) == COLUMNS) {
          coefficients.add(c);
        }
      }
      assertThat(columns).hasSizeLessThanOrEqualTo(3);
      assertThat(coefficients).hasSizeLessThanOrEqualTo(2);
      assertThat(neighbours(columns)).isTrue();
      assertThat(neighbours(coefficients)).isTrue();
      int shown = (COLUMNS - columns.size()) * (COEFFICIENTS - coefficients.size());
      assertThat(zeros(window)).isEqualTo(window.length - shown);
      widths.add(columns.size());
    }
    assertThat(widths).containsExactly(0, 1, 2, 3);
  }

  private static boolean neighbours(TreeSet<Integer> numbers) {
    return numbers.isEmpty() || numbers.last() - numbers.first() + 1 == numbers.size();
  }

  private static int zeros(float[] values) {
    int zeros = 0;
    for (float value : values) {
      zeros += value == 0 ? 1 : 0;
    }
    return zeros;
  }
}
