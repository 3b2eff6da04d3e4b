package dev.earshot.sim;

import dev.earshot.recordings.Sound;
import dev.earshot.recordings.SoundLibrary;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Small cities to test with. */
final class Cities {
  static final int RATE = Sound.SAMPLE_RATE_HZ;
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  private Cities() {}

  /** Gaps of 0.5 to 2 s, 200 ms messages, 10 dB; no end. */
  static SimulationConfig endless(int nodes, long seed) {
    return new SimulationConfig(nodes, 1, Optional.empty(), seed, 200, 10, 0.5, 2, NOON);
  }

  static SimulationConfig lasting(SimulationConfig config, Duration duration) {
    return new SimulationConfig(
        config.nodes(),
        config.speed(),
        Optional.of(duration),
        config.seed(),
        config.messageMillis(),
        config.snrDb(),
        config.gapSecondsMin(),
        config.gapSecondsMax(),
        config.startsAt());
  }

  /** The same city with its first event a day away. */
  static SimulationConfig withoutEvents(SimulationConfig config) {
    return new SimulationConfig(
        config.nodes(),
        config.speed(),
        config.duration(),
        config.seed(),
        config.messageMillis(),
        config.snrDb(),
        86_400,
        86_400,
        config.startsAt());
  }

  static SimulationConfig atSpeed(SimulationConfig config, double speed) {
    return new SimulationConfig(
        config.nodes(),
        speed,
        config.duration(),
        config.seed(),
        config.messageMillis(),
        config.snrDb(),
        config.gapSecondsMin(),
        config.gapSecondsMax(),
        config.startsAt());
  }

  static SimulationConfig withSnr(SimulationConfig config, double snrDb) {
    return new SimulationConfig(
        config.nodes(),
        config.speed(),
        config.duration(),
        config.seed(),
        config.messageMillis(),
        snrDb,
        config.gapSecondsMin(),
        config.gapSecondsMax(),
        config.startsAt());
  }

  /** Noise of 10 ms to 1.5 s as background, tones of 50 ms to 0.8 s as events. */
  static SoundLibrary noiseAndTones() {
    return library(
        random -> noise(random, RATE / 100 + random.nextInt(RATE * 3 / 2), 0.1),
        random -> tone(RATE / 20 + random.nextInt(RATE * 3 / 4), 300 + random.nextInt(2_000), 0.5));
  }

  static SoundLibrary library(
      Function<SplittableRandom, float[]> background, Function<SplittableRandom, float[]> event) {
    return new SoundLibrary() {
      @Override
      public Sound background(SplittableRandom random) {
        return new Sound("air", false, "test air", OptionalInt.empty(), background.apply(random));
      }

      @Override
      public Sound event(SplittableRandom random) {
        return new Sound("siren", true, "test siren", OptionalInt.of(3), event.apply(random));
      }
    };
  }

  static float[] noise(SplittableRandom random, int samples, double amplitude) {
    float[] noise = new float[samples];
    for (int i = 0; i < samples; i++) {
      noise[i] = (float) (amplitude * (2 * random.nextDouble() - 1));
    }
    return noise;
  }

  static float[] tone(int samples, double hertz, double amplitude) {
    float[] tone = new float[samples];
    for (int i = 0; i < samples; i++) {
      tone[i] = (float) (amplitude * Math.cos(2 * Math.PI * hertz * i / RATE));
    }
    return tone;
  }

  static float[] constant(int samples, float value) {
    float[] constant = new float[samples];
    Arrays.fill(constant, value);
    return constant;
  }

  static short[] read(NodeStream stream, int samples) {
    short[] all = new short[samples];
    stream.read(all, 0, samples);
    return all;
  }
}
