package dev.earshot.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileStreamTest {
  private static final float[] FILE = {0.5f, -1, 2};

  private static short[] read(FileStream stream, int... lengths) {
    short[] samples = new short[8];
    int at = 0;
    for (int length : lengths) {
      stream.read(samples, at, length);
      at += length;
      assertThat(stream.position()).isEqualTo(at);
    }
    return samples;
  }

  @Test
  void aFileIsFollowedBySilenceAndWhatIsTooLoudIsClipped() {
    assertThat(read(new FileStream(FILE, false), 2, 6))
        .containsExactly(16_384, -32_768, 32_767, 0, 0, 0, 0, 0);
  }

  @Test
  void aLoopBeginsAgainWhereverItIsCut() {
    assertThat(read(new FileStream(FILE, true), 1, 4, 3))
        .containsExactly(16_384, -32_768, 32_767, 16_384, -32_768, 32_767, 16_384, -32_768);
  }
}
