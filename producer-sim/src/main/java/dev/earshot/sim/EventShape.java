package dev.earshot.sim;

import dev.earshot.recordings.Mixing;
import dev.earshot.recordings.Sound;
import java.util.Arrays;

/**
 * Makes an event of a library's sound ready to be laid over a background: silence before and after
 * it is cut, so that its first and last sample are where it begins and ends for the ear too, and
 * its edges are faded over {@value #FADE_MILLIS} ms, so that they do not click. Where the sound
 * begins with a blow its onset stays as it is: that edge is the event. Pure.
 */
final class EventShape {
  static final int FADE_MILLIS = 5;
  static final int FADE_SAMPLES = FADE_MILLIS * Sound.SAMPLE_RATE_HZ / 1_000;

  /** Stretches of this length are silent or not. */
  static final int STEP_SAMPLES = Sound.SAMPLE_RATE_HZ / 100;

  /** 40 dB below the loudest stretch is silence. */
  private static final double SILENCE = 1e-4;

  /** A blow is over after 100 ms, and 10 dB down or more. */
  private static final int BLOW_SAMPLES = Sound.SAMPLE_RATE_HZ / 10;

  private static final double BLOW_REST = 0.1;
  private static final int BLOW_STEPS = 3;

  private EventShape() {}

  /** A copy of the sound, cut and faded; empty where there is nothing but zeros. */
  static float[] of(float[] sound) {
    float[] event = withoutSilence(sound);
    if (!beginsWithABlow(event)) {
      fade(event, false);
    }
    fade(event, true);
    return event;
  }

  private static float[] withoutSilence(float[] sound) {
    double[] powers = stepPowers(sound);
    double silence = Arrays.stream(powers).max().orElse(0) * SILENCE;
    int first = 0;
    int end = powers.length;
    while (first < end && powers[first] <= silence) {
      first++;
    }
    while (end > first && powers[end - 1] <= silence) {
      end--;
    }
    int endSample = Math.min(end * STEP_SAMPLES, sound.length); // the last step may be shorter
    return Arrays.copyOfRange(sound, Math.min(first * STEP_SAMPLES, endSample), endSample);
  }

  private static boolean beginsWithABlow(float[] event) {
    double[] powers = stepPowers(event);
    int loudest = 0;
    for (int step = 1; step < powers.length; step++) {
      loudest = powers[step] > powers[loudest] ? step : loudest;
    }
    if (loudest >= BLOW_STEPS) {
      return false;
    }
    int rest = Math.max(0, event.length - BLOW_SAMPLES);
    return rest == 0 || Mixing.meanPower(event, BLOW_SAMPLES, rest) <= BLOW_REST * powers[loudest];
  }

  private static double[] stepPowers(float[] sound) {
    double[] powers = new double[(sound.length + STEP_SAMPLES - 1) / STEP_SAMPLES];
    for (int step = 0; step < powers.length; step++) {
      int start = step * STEP_SAMPLES;
      powers[step] = Mixing.meanPower(sound, start, Math.min(STEP_SAMPLES, sound.length - start));
    }
    return powers;
  }

  /** Half a Hann window at one edge. */
  private static void fade(float[] event, boolean atEnd) {
    int length = Math.min(FADE_SAMPLES, event.length / 2);
    for (int i = 0; i < length; i++) {
      double gain = 0.5 - 0.5 * StrictMath.cos(Math.PI * (i + 0.5) / length);
      event[atEnd ? event.length - 1 - i : i] *= (float) gain;
    }
  }
}
