package dev.earshot.recordings.synthetic;

import static dev.earshot.recordings.synthetic.Backgrounds.decay;
import static dev.earshot.recordings.synthetic.Chance.between;
import static dev.earshot.recordings.synthetic.Chance.count;
import static dev.earshot.recordings.synthetic.Chance.happens;
import static dev.earshot.recordings.synthetic.Chance.noise;

import dev.earshot.recordings.Sound;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The city's anomalous sounds, one method each; levels are the caller's to set. */
final class Events {
  private static final int RATE = Sound.SAMPLE_RATE_HZ;
  private static final int CONTROL_SAMPLES = 16;

  private Events() {}

  /** An electronic siren, 3 to 6 s: wail, yelp or two tones, through its horn. */
  static float[] siren(SplittableRandom random) {
    int samples = (int) (RATE * between(random, 3, 6));
    int kind = count(random, 0, 2);
    double lowHz = between(random, 500, 700);
    double highHz = kind == 2 ? lowHz * 1.335 : between(random, 1150, 1600);
    double periodSamples =
        RATE
            * (kind == 0
                ? between(random, 2.2, 4.5)
                : kind == 1 ? between(random, 0.25, 0.4) : between(random, 0.9, 1.3));
    double start = random.nextDouble();
    Tone tone = new Tone(1, 0.55, 0.5, 0.3, 0.28, 0.18, 0.15, 0.1);
    Filter horn = Filter.bandPass(between(random, 1100, 1900), 0.7);
    Wander air = new Wander(random, 0.75, 1, 0.3);
    float[] out = new float[samples];
    for (int i = 0; i < samples; i++) {
      if (i % CONTROL_SAMPLES == 0) {
        double x = start + i / periodSamples;
        x -= Math.floor(x);
        double sweep = kind == 2 ? (x < 0.5 ? 0 : 1) : x < 0.4 ? x / 0.4 : (1 - x) / 0.6;
        tone.tune(lowHz * StrictMath.pow(highHz / lowHz, sweep));
      }
      double swell = Math.min(1, i / (0.15 * RATE)) * Math.min(1, (samples - i) / (0.25 * RATE));
      double sound = tone.next();
      out[i] =
          (float) (swell * air.next() * (horn.next(sound) + 0.25 * sound + 0.01 * noise(random)));
    }
    return Street.around(
        random, out, between(random, 0.5, 1.2), between(random, 0.15, 0.4), RATE / 5);
  }

  /** A car's horn: two plates a third apart, rich in harmonics, honked once or more often. */
  static float[] carHorn(SplittableRandom random) {
    double lowHz = between(random, 330, 440);
    double highHz = lowHz * between(random, 1.19, 1.27);
    Tone low = new Tone(plates(random));
    Tone high = new Tone(plates(random));
    low.tune(lowHz);
    high.tune(highHz);
    boolean isLong = happens(random, 0.35);
    int honks = isLong ? count(random, 1, 2) : count(random, 2, 4);
    float[] out = new float[RATE * 8];
    int at = 0;
    for (int h = 0; h < honks; h++) {
      int honk = (int) (RATE * (isLong ? between(random, 0.8, 1.8) : between(random, 0.18, 0.5)));
      for (int i = 0; i < honk; i++) {
        double swell = Math.min(1, i / (0.02 * RATE)) * Math.min(1, (honk - i) / (0.03 * RATE));
        out[at + i] = (float) (swell * (low.next() + 0.9 * high.next() + 0.05 * noise(random)));
      }
      at += honk + (h + 1 < honks ? (int) (RATE * between(random, 0.07, 0.3)) : 0);
    }
    float[] played = Arrays.copyOf(out, at);
    return Street.around(
        random, played, between(random, 0.4, 1), between(random, 0.1, 0.35), RATE / 5);
  }

  /** Harmonics of a horn's plate: strong up to its resonance at some 2 to 3 kHz. */
  private static double[] plates(SplittableRandom random) {
    double[] weights = Tone.falling(20, 0.5);
    double resonance = between(random, 5, 8);
    for (int n = 0; n < weights.length; n++) {
      double x = (n + 1 - resonance) / 3;
      weights[n] *= between(random, 0.6, 1) * (0.35 + 1.3 / (1 + x * x));
    }
    return weights;
  }

  /**
   * A jackhammer or heavy hammer drill, 2 to 5 s: blows at 12 to 26 a second, each a click, ringing
   * steel and a thud.
   */
  static float[] jackhammer(SplittableRandom random) {
    int samples = (int) (RATE * between(random, 2, 5));
    double blowSamples = RATE / between(random, 12, 26);
    Filter[] steel = new Filter[4];
    for (int m = 0; m < steel.length; m++) {
      steel[m] = Filter.bandPass(between(random, 700, 5200), between(random, 8, 25));
    }
    Filter grit = Filter.bandPass(between(random, 1800, 3500), 0.5);
    Filter ground = Filter.bandPass(between(random, 60, 140), 2.5);
    Filter air = Filter.bandPass(between(random, 500, 1500), 0.4);
    double gritDecay = decay(between(random, 0.006, 0.014));
    double exhaust = between(random, 0.03, 0.12);
    float[] out = new float[samples];
    double nextBlow = 0;
    double nextPause = RATE * between(random, 0.8, 3);
    double force = 0;
    for (int i = 0; i < samples; i++) {
      double kick = 0;
      if (i >= nextBlow) {
        kick = between(random, 0.75, 1);
        force = kick;
        nextBlow += blowSamples * between(random, 0.96, 1.04);
        if (i > nextPause) {
          nextBlow += RATE * between(random, 0.15, 0.4);
          nextPause = nextBlow + RATE * between(random, 0.8, 3);
        }
      }
      double chips = force * noise(random);
      force *= gritDecay;
      double sound =
          1.4 * grit.next(chips)
              + 0.3 * chips
              + 6 * ground.next(kick)
              + exhaust * air.next(noise(random));
      for (Filter mode : steel) {
        sound += 1.1 * mode.next(6 * kick + 0.4 * chips);
      }
      out[i] = (float) (Math.min(1, (samples - i) / (0.05 * RATE)) * sound);
    }
    return Street.around(
        random, out, between(random, 0.3, 0.9), between(random, 0.1, 0.3), RATE / 5);
  }

  /** A dog, two to six barks: short harmonic chirps, hoarse, through a muzzle's formants. */
  static float[] dogBark(SplittableRandom random) {
    double topHz = happens(random, 0.5) ? between(random, 260, 480) : between(random, 480, 900);
    double size = topHz / 600;
    Filter throat = Filter.bandPass(between(random, 550, 900) * (0.6 + 0.5 * size), 1.6);
    Filter muzzle = Filter.bandPass(between(random, 1300, 2200) * (0.7 + 0.4 * size), 2.2);
    double hoarse = between(random, 0.2, 0.6);
    int barks = count(random, 2, 6);
    float[] out = new float[RATE * 8];
    int at = 0;
    for (int b = 0; b < barks; b++) {
      int bark = (int) (RATE * between(random, 0.11, 0.24));
      double force = between(random, 0.65, 1);
      double peakHz = topHz * between(random, 0.9, 1.1);
      Tone voice = new Tone(Tone.falling(16, 0.55));
      for (int i = 0; i < bark; i++) {
        double x = (double) i / bark;
        if (i % CONTROL_SAMPLES == 0) {
          double arc = x < 0.3 ? x / 0.3 : 1 - (x - 0.3) / 0.7;
          voice.tune(peakHz * (0.55 + 0.45 * arc));
        }
        double swell = Math.min(1, i / (0.008 * RATE)) * (1 - x) * (1 - x) * 1.6;
        double source =
            voice.next() * (1 + 0.5 * hoarse * noise(random)) + 2 * hoarse * noise(random);
        double sound = throat.next(source) + 0.8 * muzzle.next(source) + 0.08 * source;
        out[at + i] = (float) (force * Math.min(1, swell) * sound);
      }
      at += bark + (b + 1 < barks ? (int) (RATE * between(random, 0.12, 0.55)) : 0);
    }
    float[] played = Arrays.copyOf(out, at);
    return Street.around(
        random, played, between(random, 0.3, 0.9), between(random, 0.1, 0.35), RATE / 6);
  }

  /**
   * A shot, 0.3 to 0.5 s: the blast's pressure jump (an N wave), its noise, and the street's
   * answer, duller as it dies.
   */
  static float[] gunShot(SplittableRandom random) {
    int samples = (int) (RATE * between(random, 0.3, 0.5));
    int wave = (int) (RATE * between(random, 0.0015, 0.004));
    double blastDecay = decay(between(random, 0.008, 0.022));
    double tailDecay = decay(between(random, 0.07, 0.16));
    Filter dull = Filter.lowPass(between(random, 900, 2200), 0.7);
    Filter boom = Filter.lowPass(between(random, 180, 400), 0.9);
    double blast = 1;
    double tail = 0.35;
    float[] out = new float[samples];
    for (int i = 0; i < samples; i++) {
      double jump = i < wave ? 1 - 2.0 * i / wave : 0;
      double white = noise(random);
      double sound =
          1.6 * jump
              + 0.55 * blast * white
              + tail * (dull.next(white) + 1.5 * boom.next(white) + 0.06 * white);
      blast *= blastDecay;
      tail *= tailDecay;
      out[i] = (float) (sound * Math.min(1, (samples - i) / (0.08 * RATE)));
    }
    return Street.around(random, out, between(random, 0.6, 1.4), between(random, 0.15, 0.35), 0);
  }
}
