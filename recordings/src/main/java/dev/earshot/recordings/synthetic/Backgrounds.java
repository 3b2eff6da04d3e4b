package dev.earshot.recordings.synthetic;

import static dev.earshot.recordings.synthetic.Chance.between;
import static dev.earshot.recordings.synthetic.Chance.count;
import static dev.earshot.recordings.synthetic.Chance.happens;
import static dev.earshot.recordings.synthetic.Chance.noise;

import dev.earshot.recordings.Sound;
import java.util.SplittableRandom;

/** The city's normal sounds, one method each; levels are the caller's to set. */
final class Backgrounds {
  private static final int RATE = Sound.SAMPLE_RATE_HZ;

  /** How often moving filters and pitches are set anew: 4 ms. */
  private static final int CONTROL_SAMPLES = 64;

  /**
   * First three formants in Hz of some vowels, after G. E. Peterson, H. L. Barney, J. Acoust. Soc.
   * Am. 24 (1952).
   */
  private static final double[][] VOWELS = {
    {270, 2290, 3010},
    {530, 1840, 2480},
    {730, 1090, 2440},
    {570, 840, 2410},
    {300, 870, 2240},
    {490, 1350, 1690}
  };

  private static final int[][] CHORDS = {{0, 4, 7}, {5, 9, 12}, {7, 11, 14}, {-3, 0, 4}, {2, 5, 9}};
  private static final int[] PENTATONIC = {0, 2, 4, 7, 9, 12, 14, 16};

  private Backgrounds() {}

  /** The distant city and the microphone: pink noise with some white. */
  static float[] floor(SplittableRandom random, int samples) {
    PinkNoise pink = new PinkNoise(random);
    double white = between(random, 0.02, 0.2);
    float[] out = new float[samples];
    for (int i = 0; i < samples; i++) {
      out[i] = (float) (pink.next() + white * noise(random));
    }
    return out;
  }

  /**
   * An idling engine or a transformer: a low harmonic series, wandering a little, and the roughness
   * between its strokes.
   */
  static float[] hum(SplittableRandom random, int samples) {
    boolean engine = happens(random, 0.7);
    double strokesHz = engine ? between(random, 18, 45) : 100;
    double drift = engine ? 0.03 : 0.0005;
    Wander pitch = new Wander(random, strokesHz * (1 - drift), strokesHz * (1 + drift), 0.7);
    Wander load = new Wander(random, 0.7, 1, 1.5);
    double[] weights = Tone.falling(engine ? 40 : 12, engine ? 1.0 : 1.4);
    for (int n = 0; n < weights.length; n++) {
      weights[n] *= between(random, 0.2, 1);
    }
    Tone strokes = new Tone(weights);
    Filter exhaust = Filter.lowPass(between(random, 250, 900), 0.8);
    Filter mechanics = Filter.bandPass(between(random, 900, 2600), 0.5);
    PinkNoise pink = new PinkNoise(random);
    double roughness = engine ? between(random, 0.5, 1.1) : between(random, 0.15, 0.4);
    float[] out = new float[samples];
    for (int i = 0; i < samples; i++) {
      double hz = pitch.next();
      if (i % CONTROL_SAMPLES == 0) {
        strokes.tune(hz);
      }
      double stroke = strokes.next();
      double noise = pink.next();
      double knock = mechanics.next(noise) * (0.8 + 0.4 * Math.max(0, Math.min(1, stroke)));
      out[i] =
          (float)
              (load.next()
                  * (exhaust.next(stroke + 0.3 * noise) + roughness * (knock + 0.25 * noise)));
    }
    return out;
  }

  /**
   * A ventilator or wind: broad noise that swells, through a duct's resonance, with the blades'
   * faint tone.
   */
  static float[] air(SplittableRandom random, int samples) {
    PinkNoise pink = new PinkNoise(random);
    boolean wind = happens(random, 0.35);
    Filter body =
        Filter.lowPass(wind ? between(random, 200, 600) : between(random, 900, 3500), 0.6);
    Filter duct = Filter.bandPass(between(random, 250, 1500), 2);
    Wander swell = wind ? new Wander(random, 0.25, 1.4, 1.8) : new Wander(random, 0.85, 1.1, 1);
    Tone blades = new Tone(1, 0.6, 0.4, 0.2);
    blades.tune(between(random, 70, 260));
    double tonal = wind ? 0 : between(random, 0, 0.35);
    double hiss = between(random, 0.05, 0.3);
    float[] out = new float[samples];
    for (int i = 0; i < samples; i++) {
      double noise = pink.next();
      double sound =
          body.next(noise) + 0.7 * duct.next(noise) + hiss * noise + tonal * blades.next();
      out[i] = (float) (swell.next() * sound);
    }
    return out;
  }

  /**
   * People talking, some of them children: syllables of a glottal pulse through moving formants,
   * and sibilants.
   */
  static float[] babble(SplittableRandom random, int samples) {
    float[] out = new float[samples];
    int voices = count(random, 4, 8);
    for (int v = 0; v < voices; v++) {
      addVoice(random, out, between(random, 0.3, 1));
    }
    return Street.around(random, out, between(random, 0.4, 1.1), between(random, 0.15, 0.45), 0);
  }

  private static void addVoice(SplittableRandom random, float[] out, double loudness) {
    double pitchHz = happens(random, 0.5) ? between(random, 240, 380) : between(random, 95, 220);
    double tract = pitchHz > 230 ? between(random, 1.1, 1.3) : 1;
    Wander melody = new Wander(random, 0.85 * pitchHz, 1.25 * pitchHz, 0.25);
    Filter[] formants = {
      Filter.bandPass(500, 6), Filter.bandPass(1500, 9), Filter.bandPass(2500, 11)
    };
    double[] formantHz = {500 * tract, 1500 * tract, 2500 * tract};
    double[] gains = {1, 0.6, 0.35};
    Filter sibilant = Filter.bandPass(between(random, 3800, 6200), 1.2);
    double phase = random.nextDouble();
    double previous = 0;
    int at = (int) (RATE * between(random, 0, 1.5));
    while (at < out.length) {
      int syllable = (int) (RATE * between(random, 0.11, 0.28));
      int hiss = happens(random, 0.3) ? (int) (RATE * between(random, 0.05, 0.11)) : 0;
      double[] vowel = VOWELS[count(random, 0, VOWELS.length - 1)];
      double stress = loudness * between(random, 0.35, 1);
      for (int i = 0; i < hiss + syllable && at + i < out.length; i++) {
        double hz = melody.next();
        double sound;
        if (i < hiss) {
          sound = 0.1 * arch((double) i / hiss) * sibilant.next(noise(random));
        } else {
          if (i % CONTROL_SAMPLES == 0) {
            for (int f = 0; f < formants.length; f++) {
              formantHz[f] += 0.15 * (vowel[f] * tract - formantHz[f]);
              formants[f].tuneBandPass(formantHz[f], 6 + 2.5 * f);
            }
          }
          phase += hz / RATE;
          phase -= Math.floor(phase);
          double flow = glottalFlow(phase);
          double source = 8 * (flow - previous) + 0.04 * noise(random);
          previous = flow;
          sound = 0;
          for (int f = 0; f < formants.length; f++) {
            sound += gains[f] * formants[f].next(source);
          }
          sound *= arch((double) (i - hiss) / syllable);
        }
        out[at + i] += (float) (stress * sound);
      }
      at +=
          hiss
              + syllable
              + (int)
                  (RATE
                      * (happens(random, 0.18)
                          ? between(random, 0.3, 1.6)
                          : between(random, 0, 0.05)));
    }
  }

  /**
   * Air through the vocal folds over one period, after A. E. Rosenberg, J. Acoust. Soc. Am. 49
   * (1971), pulse B.
   */
  private static double glottalFlow(double phase) {
    if (phase < 0.4) {
      double x = phase / 0.4;
      return x * x * (3 - 2 * x);
    }
    double x = (phase - 0.4) / 0.16;
    return x < 1 ? 1 - x * x : 0;
  }

  /** Rises fast and falls slowly over 0 to 1. */
  private static double arch(double x) {
    double rise = Math.min(1, 6 * x);
    double fall = Math.min(1, 2.5 * (1 - x));
    return rise * rise * (3 - 2 * rise) * fall;
  }

  /**
   * Walkers coming and going: a heel's thud and the sole's scrape, in step, over a quiet street.
   */
  static float[] footsteps(SplittableRandom random, int samples) {
    float[] out = floor(random, samples);
    Filter quiet = Filter.lowPass(700, 0.7);
    for (int i = 0; i < samples; i++) {
      out[i] = (float) (0.25 * quiet.next(out[i]) + 0.05 * out[i]);
    }
    int walkers = count(random, 1, 3);
    for (int w = 0; w < walkers; w++) {
      addWalker(random, out);
    }
    return Street.around(random, out, between(random, 0.3, 0.8), between(random, 0.1, 0.35), 0);
  }

  private static void addWalker(SplittableRandom random, float[] out) {
    double paceSeconds = between(random, 0.44, 0.66);
    double heelHz = between(random, 70, 160);
    Filter sole = Filter.bandPass(between(random, 900, 3200), 0.8);
    Wander nearness = new Wander(random, 0.05, 1, 4);
    int at = (int) (RATE * between(random, 0, 2));
    while (at < out.length) {
      int step = (int) (RATE * paceSeconds * between(random, 0.95, 1.05));
      double weight = between(random, 0.6, 1);
      double scrapeSeconds = between(random, 0.012, 0.04);
      Tone heel = new Tone(1, 0.3);
      heel.tune(heelHz * between(random, 0.9, 1.1));
      double thud = 1;
      double scrape = 1;
      double thudDecay = decay(0.018);
      double scrapeDecay = decay(scrapeSeconds);
      for (int i = 0; i < step && at + i < out.length; i++) {
        double near = nearness.next();
        thud *= thudDecay;
        scrape *= scrapeDecay;
        double rise = Math.min(1, i / 32.0);
        double sound = rise * (1.5 * thud * heel.next() + 1.2 * scrape * sole.next(noise(random)));
        out[at + i] += (float) (near * near * weight * sound);
      }
      at += step;
    }
  }

  /** A road some streets away: a rumble, and cars that come, hiss by and go. */
  static float[] traffic(SplittableRandom random, int samples) {
    PinkNoise pink = new PinkNoise(random);
    Filter rumble = Filter.lowPass(between(random, 120, 350), 0.7);
    Filter road = Filter.lowPass(between(random, 700, 1800), 0.6);
    Wander density = new Wander(random, 0.6, 1, 3);
    float[] out = new float[samples];
    for (int i = 0; i < samples; i++) {
      double noise = pink.next();
      out[i] =
          (float) (density.next() * (rumble.next(noise) + 0.25 * road.next(noise)) + 0.02 * noise);
    }
    int at = (int) (RATE * between(random, 0, 3));
    while (at < samples) {
      addCar(random, out, at);
      at += (int) (RATE * between(random, 2, 8));
    }
    return out;
  }

  private static void addCar(SplittableRandom random, float[] out, int passesAt) {
    double halfWidth = RATE * between(random, 0.8, 2);
    double loudness = between(random, 0.3, 1.3);
    Filter tyres = Filter.bandPass(between(random, 600, 1300), 0.6);
    PinkNoise pink = new PinkNoise(random);
    Tone engine = new Tone(Tone.falling(12, 1));
    double engineHz = between(random, 45, 95);
    int reach = (int) (4 * halfWidth);
    for (int i = Math.max(0, passesAt - reach); i < Math.min(out.length, passesAt + reach); i++) {
      double x = (i - passesAt) / halfWidth;
      if (i % CONTROL_SAMPLES == 0) {
        // pitch falls as it passes (Doppler, some 40 km/h)
        engine.tune(engineHz * (1 - 0.03 * x / (1 + Math.abs(x))));
      }
      double fade = 1 - Math.abs(i - passesAt) / (double) reach;
      double near = fade / (1 + x * x);
      out[i] += (float) (loudness * near * (1.2 * tyres.next(pink.next()) + 0.12 * engine.next()));
    }
  }

  /** Someone plays in the street: plucked chords, a bass, a melody, a soft beat. */
  static float[] music(SplittableRandom random, int samples) {
    float[] out = new float[samples];
    double rootHz = between(random, 98, 196);
    int beat = (int) (RATE * between(random, 0.32, 0.62));
    int[] chord = CHORDS[0];
    Filter brush = Filter.bandPass(between(random, 4000, 6500), 0.9);
    for (int n = 0; n * beat < samples; n++) {
      int at = n * beat;
      if (n % 4 == 0) {
        chord = CHORDS[count(random, 0, CHORDS.length - 1)];
        addNote(random, out, at, beat * 4, semitones(rootHz / 2, chord[0]), 0.9, 1.0, 1.1);
      }
      for (int tone : chord) {
        int strum = (int) (RATE * between(random, 0, 0.02));
        addNote(random, out, at + strum, beat * 2, semitones(rootHz, tone), 0.35, 0.4, 1.2);
      }
      if (happens(random, 0.7)) {
        double melodyHz =
            semitones(rootHz * 2, PENTATONIC[count(random, 0, PENTATONIC.length - 1)]);
        addNote(random, out, at, happens(random, 0.3) ? 2 * beat : beat, melodyHz, 0.6, 0.9, 0.9);
      }
      double hit = between(random, 0.05, 0.25);
      double decay = decay(0.03);
      for (int i = 0; i < Math.min(beat, samples - at); i++) {
        out[at + i] += (float) (hit * brush.next(noise(random)));
        hit *= decay;
      }
    }
    return Street.around(random, out, between(random, 0.5, 1.3), between(random, 0.15, 0.4), 0);
  }

  private static void addNote(
      SplittableRandom random,
      float[] out,
      int at,
      int samples,
      double hz,
      double loudness,
      double seconds,
      double slope) {
    Tone tone = new Tone(Tone.falling(10, slope));
    double vibrato = between(random, 0, 0.004);
    Wander waver = new Wander(random, 1 - vibrato, 1 + vibrato, 0.09);
    double level = loudness;
    double decay = decay(seconds / 2.5);
    for (int i = 0; i < samples && at + i < out.length; i++) {
      double w = waver.next();
      if (i % CONTROL_SAMPLES == 0) {
        tone.tune(hz * w);
      }
      level *= decay;
      double rise = Math.min(1, i / 120.0);
      double release = Math.min(1, (samples - i) / 400.0);
      out[at + i] += (float) (rise * release * level * tone.next());
    }
  }

  private static double semitones(double hz, int up) {
    return hz * StrictMath.pow(2, up / 12.0);
  }

  /** The factor a sample by which something falls to 1/e in so many seconds. */
  static double decay(double seconds) {
    return StrictMath.exp(-1 / (seconds * RATE));
  }
}
