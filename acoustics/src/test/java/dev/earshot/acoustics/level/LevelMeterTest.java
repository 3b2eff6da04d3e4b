package dev.earshot.acoustics.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.testing.Seeded;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelMeterTest {
  private static final int RATE = 16_000;
  private static final int HOP = 320;
  private static final int HOPS = 50;
  private static final double FULL_SCALE_HALF_DBFS = 20 * Math.log10(0.5);

  /** IEC 61672-1, table 3; 8 kHz is half of the sample rate and can't be heard at 16 kHz. */
  @ParameterizedTest
  @CsvSource({
    "31.5, -39.4",
    "63, -26.2",
    "125, -16.1",
    "250, -8.6",
    "500, -3.2",
    "1000, 0.0",
    "2000, 1.2",
    "4000, 1.0",
    "6300, -0.1"
  })
  void aToneIsWeightedAsTheStandardSays(double hz, double weightDb) {
    LevelMeter meter = new LevelMeter(RATE, HOP, HOPS);
    float[] tone = Seeded.tone(RATE, hz, 0.5, 3 * RATE);

    meter.push(tone, 0, tone.length);

    assertThat((double) reading(meter).laeqDbfs())
        .isCloseTo(FULL_SCALE_HALF_DBFS + weightDb, within(0.5));
    assertThat(LevelMeter.aWeightingDb(hz)).isCloseTo(weightDb, within(0.15));
  }

  @ParameterizedTest
  @CsvSource({"48000, 8000, -1.1", "48000, 12500, -4.3", "44100, 8000, -1.1", "8000, 2000, 1.2"})
  void otherSampleRatesAreWeightedToo(int rate, double hz, double weightDb) {
    LevelMeter meter = new LevelMeter(rate, rate / 50, HOPS);
    float[] tone = Seeded.tone(rate, hz, 0.5, 3 * rate);

    meter.push(tone, 0, tone.length);

    assertThat((double) reading(meter).laeqDbfs())
        .isCloseTo(FULL_SCALE_HALF_DBFS + weightDb, within(0.5));
  }

  @Test
  void aFullScaleToneReadsZero() {
    LevelMeter meter = new LevelMeter(RATE, HOP, HOPS);
    float[] tone = Seeded.tone(RATE, 1_000, 1, 3 * RATE);

    meter.push(tone, 0, tone.length);

    LevelReading reading = reading(meter);
    assertThat(reading.laeqDbfs()).isCloseTo(0, within(0.05f));
    assertThat(reading.peakDbfs()).isCloseTo(0, within(0.05f));
    assertThat(reading.lafMaxDbfs()).isCloseTo(0, within(0.1f));
  }

  /** IEC 61672-1, table 4: a 4 kHz tone burst of 200 ms reads 1.0 dB less, of 50 ms 4.8 dB less. */
  @ParameterizedTest
  @CsvSource({"0.2, -1.0", "0.05, -4.8", "0.01, -11.1"})
  void fastWeightingFollowsABurst(double seconds, double expectedDb) {
    LevelMeter meter = new LevelMeter(RATE, HOP, HOPS);
    float[] burst = new float[RATE];
    float[] tone = Seeded.tone(RATE, 4_000, 0.5, (int) (seconds * RATE));
    System.arraycopy(tone, 0, burst, 1_000, tone.length);
    LevelMeter steady = new LevelMeter(RATE, HOP, HOPS);
    float[] long4k = Seeded.tone(RATE, 4_000, 0.5, 3 * RATE);
    steady.push(long4k, 0, long4k.length);

    meter.push(burst, 0, burst.length);

    assertThat((double) reading(meter).lafMaxDbfs() - reading(steady).laeqDbfs())
        .isCloseTo(expectedDb, within(0.5));
  }

  @Test
  void silenceReadsTheFloorAndStaysThereAfterSound() {
    LevelMeter meter = new LevelMeter(RATE, HOP, 1);
    assertThat(reading(meter, 1)).isEqualTo(new LevelReading(-160, -160, -160));

    float[] tone = Seeded.tone(RATE, 100, 1, RATE);
    meter.push(tone, 0, tone.length);
    meter.push(new float[60 * RATE], 0, 60 * RATE);

    assertThat(reading(meter, 1)).isEqualTo(new LevelReading(-160, -160, -160));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyChunkingAndAnySavingGivesTheSameBits(long seed) {
    SplittableRandom random = Seeded.random(seed);
    float[] samples = Seeded.noise(random, 30_000);
    LevelMeter whole = new LevelMeter(RATE, HOP, HOPS);
    whole.push(samples, 0, samples.length);

    LevelMeter chunked = new LevelMeter(RATE, HOP, HOPS);
    for (int at = 0; at < samples.length; ) {
      int length = Math.min(samples.length - at, random.nextInt(1, 2_000));
      chunked.push(samples, at, length);
      at += length;
      ByteBuffer state = ByteBuffer.allocate(chunked.stateBytes());
      chunked.save(state);
      assertThat(state.hasRemaining()).isFalse();
      chunked = new LevelMeter(RATE, HOP, HOPS);
      chunked.restore(state.flip());
    }

    assertThat(reading(chunked)).isEqualTo(reading(whole));
  }

  @Test
  void moreHopsThanAreKeptCanNotBeAskedFor() {
    assertThatThrownBy(() -> new LevelMeter(RATE, HOP, 3).addLast(4, new LevelSum()))
        .hasMessage("4 hops asked of a meter that keeps 3");
  }

  private static LevelReading reading(LevelMeter meter) {
    return reading(meter, HOPS);
  }

  private static LevelReading reading(LevelMeter meter, int hops) {
    LevelSum sum = new LevelSum();
    meter.addLast(hops, sum);
    return sum.reading();
  }
}
