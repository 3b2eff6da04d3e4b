package dev.earshot.recordings.synthetic;

import static dev.earshot.recordings.synthetic.Chance.between;
import static dev.earshot.recordings.synthetic.Chance.count;

import dev.earshot.recordings.Mixing;
import dev.earshot.recordings.Sound;
import dev.earshot.recordings.SoundLibrary;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * A generated city, for demos and tests without a data set.
 *
 * <p>A background is one kind of sound in front (hum, air, babble, footsteps, traffic or music), up
 * to two others further off and the noise of the air and the microphone; 20 to 60 s at -38 to -26
 * dBFS. An event is a siren, a car's horn, a jackhammer, a barking dog or a shot, labelled as in
 * UrbanSound8K, with its echo from the street; it peaks between -10 and -4 dBFS. Samples lie on the
 * grid of 16-bit PCM.
 *
 * <p>Stateless, so thread-safe; every sound is in an array of its own.
 */
public final class SyntheticSounds implements SoundLibrary {
  private static final double FULL_SCALE = 32_768;
  private static final double HIGHEST_PEAK = 0.98;

  private enum Background {
    HUM(Backgrounds::hum),
    AIR(Backgrounds::air),
    BABBLE(Backgrounds::babble),
    FOOTSTEPS(Backgrounds::footsteps),
    TRAFFIC(Backgrounds::traffic),
    MUSIC(Backgrounds::music);

    private final Layer layer;

    Background(Layer layer) {
      this.layer = layer;
    }
  }

  private enum Event {
    SIREN(Events::siren),
    CAR_HORN(Events::carHorn),
    JACKHAMMER(Events::jackhammer),
    DOG_BARK(Events::dogBark),
    GUN_SHOT(Events::gunShot);

    private final Burst burst;

    Event(Burst burst) {
      this.burst = burst;
    }
  }

  /** A kind of background: so many samples of it, at any level. */
  @FunctionalInterface
  private interface Layer {
    float[] play(SplittableRandom random, int samples);
  }

  /** A kind of event, as long as it takes, at any level. */
  @FunctionalInterface
  private interface Burst {
    float[] play(SplittableRandom random);
  }

  @Override
  public Sound background(SplittableRandom random) {
    int samples = (int) (Sound.SAMPLE_RATE_HZ * between(random, 20, 60));
    Background[] kinds = Background.values();
    Background front = kinds[count(random, 0, kinds.length - 1)];
    float[] mix = new float[samples];
    addAt(mix, front.layer.play(random, samples), 0);
    StringBuilder source = new StringBuilder("synthetic ").append(name(front));
    for (int others = count(random, 0, 2); others > 0; others--) {
      Background other = kinds[count(random, 0, kinds.length - 1)];
      if (other != front) {
        addAt(mix, other.layer.play(random, samples), between(random, -20, -8));
        source.append('+').append(name(other));
      }
    }
    addAt(mix, Backgrounds.floor(random, samples), between(random, -22, -10));
    double levelDbfs = between(random, -36, -24);
    double gain = Mixing.gainForSnr(Mixing.meanPower(mix), 1, levelDbfs);
    onGrid(mix, Math.min(gain, HIGHEST_PEAK / peak(mix)));
    return new Sound(name(front), false, source.toString(), OptionalInt.empty(), mix);
  }

  @Override
  public Sound event(SplittableRandom random) {
    Event[] kinds = Event.values();
    Event kind = kinds[count(random, 0, kinds.length - 1)];
    float[] samples = kind.burst.play(random);
    double peakDbfs = between(random, -10, -4);
    onGrid(samples, StrictMath.pow(10, peakDbfs / 20) / peak(samples));
    return new Sound(name(kind), true, "synthetic " + name(kind), OptionalInt.empty(), samples);
  }

  private static String name(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Adds a layer after bringing its mean power to {@code levelDb} (0 is a mean power of 1). */
  private static void addAt(float[] mix, float[] layer, double levelDb) {
    float gain = (float) Mixing.gainForSnr(Mixing.meanPower(layer), 1, levelDb);
    for (int i = 0; i < mix.length; i++) {
      mix[i] += gain * layer[i];
    }
  }

  private static double peak(float[] samples) {
    float peak = Float.MIN_NORMAL;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  private static void onGrid(float[] samples, double gain) {
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (Math.rint(samples[i] * gain * FULL_SCALE) / FULL_SCALE);
    }
  }
}
