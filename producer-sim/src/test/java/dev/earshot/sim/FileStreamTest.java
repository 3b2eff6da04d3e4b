package dev.earshot.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
  void aFileIsPlayedAsItIsAndWhatIsTooLoudIsClipped() {
    assertThat(read(new FileStream(FILE, false), 2, 6)).startsWith(16_384, -32_768, 32_767);
  }

  @Test
  void aSoftRumbleFollowsTheFile() {
    FileStream stream = new FileStream(FILE, false);
    short[] samples = new short[160_000];
    stream.read(samples, 0, FILE.length);
    stream.read(samples, 0, samples.length);

    double squares = 0;
    for (short sample : samples) {
      squares += (double) sample * sample;
    }
    double rms = Math.sqrt(squares / samples.length) / 32_768;
    assertThat(20 * Math.log10(rms)).isCloseTo(-60, within(1.0));
  }

  @Test
  void aLoopBeginsAgainWhereverItIsCut() {
    assertThat(read(new FileStream(FILE, true), 1, 4, 3))
        .containsExactly(16_384, -32_768, 32_767, 16_384, -32_768, 32_767, 16_384, -32_768);
  }
}
