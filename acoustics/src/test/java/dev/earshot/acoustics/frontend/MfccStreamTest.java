package dev.earshot.acoustics.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.testing.Golden;
import dev.earshot.acoustics.testing.Seeded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MfccStreamTest {
  private static final FrontEndConfig PAPER = FrontEndConfig.PAPER;

  static List<String> syntheticVectors() {
    return Golden.syntheticNames();
  }

  @ParameterizedTest
  @MethodSource("syntheticVectors")
  void agreesWithLibrosa(String name) {
    float[][] expected = Golden.csv("synthetic/" + name + ".mfcc.csv");

    float[][] columns = MfccStream.columnsOf(PAPER, Golden.wav("synthetic/" + name + ".wav"));

    assertThat(columns).hasDimensions(expected.length, PAPER.coefficients());
    for (int i = 0; i < expected.length; i++) {
      for (int c = 0; c < PAPER.coefficients(); c++) {
        assertThat(columns[i][c])
            .as("column %d, coefficient %d", i, c)
            .isCloseTo(expected[i][c], within(Golden.tolerance(name)));
      }
    }
  }

  @Test
  void silenceIsExact() {
    float[][] columns = MfccStream.columnsOf(PAPER, new float[PAPER.samplesOf(3)]);

    float[] silence = new float[13];
    silence[0] = (float) (-100 * Math.sqrt(40));
    for (float[] column : columns) {
      assertThat(column).containsExactly(silence, within(1e-3f));
    }
  }

  @Test
  void theFilterBankIsLibrosas() {
    float[][] expected = Golden.csv("mel-filterbank-40x321.csv");
    MelFilterBank bank = new MelFilterBank(PAPER);

    for (int band = 0; band < PAPER.melBands(); band++) {
      for (int bin = 0; bin < PAPER.bins(); bin++) {
        assertThat(bank.weight(band, bin)).isCloseTo(expected[band][bin], within(1e-7f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyChunkingGivesTheSameBits(long seed) {
    SplittableRandom random = Seeded.random(seed);
    float[] samples = Seeded.noise(random, 20_000);
    float[][] whole = MfccStream.columnsOf(PAPER, samples);

    MfccStream stream = new MfccStream(PAPER);
    List<float[]> chunked = new ArrayList<>();
    for (int at = 0; at < samples.length; ) {
      int length = Math.min(samples.length - at, random.nextInt(1, 3_000));
      stream.push(samples, at, length, (column, end) -> chunked.add(column.clone()));
      at += length;
    }

    assertThat(chunked.toArray(float[][]::new)).isDeepEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void aStreamTakenUpAgainGoesOnAsIfNothingHadBeen(long seed) {
    SplittableRandom random = Seeded.random(seed);
    float[] samples = Seeded.noise(random, 10_000);
    float[][] whole = MfccStream.columnsOf(PAPER, samples);
    int cut = random.nextInt(samples.length);
    List<float[]> columns = new ArrayList<>();
    MfccStream before = new MfccStream(PAPER);
    before.push(samples, 0, cut, (column, end) -> columns.add(column.clone()));
    ByteBuffer state = ByteBuffer.allocate(before.stateBytes());
    before.save(state);

    MfccStream after = new MfccStream(PAPER);
    after.push(samples, 0, 777, (column, end) -> {});
    after.restore(state.flip());
    after.push(samples, cut, samples.length - cut, (column, end) -> columns.add(column.clone()));

    assertThat(state.hasRemaining()).isFalse();
    assertThat(columns.toArray(float[][]::new)).isDeepEqualTo(whole);
  }

  @Test
  void aColumnSaysWhereItsFrameEnds() {
    List<Long> ends = new ArrayList<>();

    new MfccStream(PAPER).push(new float[1_300], 0, 1_300, (column, end) -> ends.add(end));

    assertThat(ends).containsExactly(640L, 960L, 1_280L);
  }

  @Test
  void resetForgetsTheStream() {
    float[] samples = Seeded.noise(Seeded.random(21), 5_000);
    MfccStream stream = new MfccStream(PAPER);
    stream.push(samples, 0, 4_321, (column, end) -> {});
    stream.reset();
    List<float[]> columns = new ArrayList<>();
    stream.push(samples, 0, samples.length, (column, end) -> columns.add(column.clone()));

    assertThat(columns.toArray(float[][]::new)).isDeepEqualTo(MfccStream.columnsOf(PAPER, samples));
  }

  @Test
  void anotherFrontEndIsAnotherValue() {
    FrontEndConfig speech = new FrontEndConfig(16_000, 400, 160, 64, 50, 7_600, 20, 1e-10);
    float[] tone = Seeded.tone(16_000, 1_000, 0.5, 16_000);

    float[][] columns = MfccStream.columnsOf(speech, tone);

    assertThat(columns).hasDimensions(98, 20);
    assertThat(Arrays.stream(columns).flatMapToDouble(MfccStreamTest::doubles))
        .allMatch(Double::isFinite);
  }

  private static java.util.stream.DoubleStream doubles(float[] values) {
    return java.util.stream.IntStream.range(0, values.length).mapToDouble(i -> values[i]);
  }

  @Test
  void aParameterOutOfBoundsIsNamed() {
    assertThatThrownBy(() -> new FrontEndConfig(16_000, 640, 641, 40, 0, 8_000, 13, 1e-10))
        .hasMessage("hop_samples is 641, needs to be 20 to 640");
    assertThatThrownBy(() -> new FrontEndConfig(16_000, 640, 19, 40, 0, 8_000, 13, 1e-10))
        .hasMessage("hop_samples is 19, needs to be 20 to 640");
    assertThatThrownBy(() -> new FrontEndConfig(16_000, 8_190, 4_095, 40, 0, 8_000, 13, 1e-10))
        .hasMessage(
            "frame_samples times its largest odd divisor is 33538050, needs to be 0 to 1048576");
    assertThatThrownBy(() -> new FrontEndConfig(16_000, 640, 320, 40, 0, 9_000, 13, 1e-10))
        .hasMessageStartingWith("mel_high_hz is 9000, needs to be");
  }
}
