package dev.earshot.recordings.synthetic;

import dev.earshot.recordings.Sound;
import java.util.SplittableRandom;

/**
 * What a street adds to a sound: echoes from its walls, duller with each way through the air. A
 * reverberator after M. R. Schroeder, "Natural sounding artificial reverberation" (J. Audio Eng.
 * Soc. 10, 1962), with damped combs after J. A. Moorer, "About this reverberation business"
 * (Computer Music Journal 3, 1979). Holds the echoes: one instance a signal.
 */
final class Street {
  private final double[][] combs;
  private final int[] combAt;
  private final double[] damped;
  private final double[] feedback;
  private final double[] allPass;
  private int allPassAt;
  private final double dry;
  private final double wet;

  /**
   * @param decaySeconds time after which an echo has fallen by 60 dB
   * @param wet share of echo, 0 to 1
   */
  Street(SplittableRandom random, double decaySeconds, double wet) {
    double[] seconds = {0.0297, 0.0371, 0.0411, 0.0437};
    combs = new double[seconds.length][];
    combAt = new int[seconds.length];
    damped = new double[seconds.length];
    feedback = new double[seconds.length];
    for (int i = 0; i < seconds.length; i++) {
      double delay = seconds[i] * Chance.between(random, 0.8, 1.6);
      combs[i] = new double[(int) (delay * Sound.SAMPLE_RATE_HZ)];
      feedback[i] = StrictMath.pow(10, -3 * delay / decaySeconds);
    }
    allPass = new double[83];
    this.dry = 1 - wet;
    this.wet = wet;
  }

  double next(double x) {
    double echoes = 0;
    for (int i = 0; i < combs.length; i++) {
      double[] comb = combs[i];
      double out = comb[combAt[i]];
      damped[i] += 0.6 * (out - damped[i]);
      comb[combAt[i]] = x + feedback[i] * damped[i];
      combAt[i] = combAt[i] + 1 == comb.length ? 0 : combAt[i] + 1;
      echoes += out;
    }
    double delayed = allPass[allPassAt];
    double into = echoes / combs.length + 0.7 * delayed;
    allPass[allPassAt] = into;
    allPassAt = allPassAt + 1 == allPass.length ? 0 : allPassAt + 1;
    return dry * x + wet * (delayed - 0.7 * into);
  }

  /** A whole signal and the echo that outlasts it. */
  static float[] around(
      SplittableRandom random, float[] sound, double decaySeconds, double wet, int tailSamples) {
    Street street = new Street(random, decaySeconds, wet);
    float[] heard = new float[sound.length + tailSamples];
    for (int i = 0; i < heard.length; i++) {
      double fade = i < sound.length ? 1 : 1 - (double) (i - sound.length) / tailSamples;
      heard[i] = (float) (fade * street.next(i < sound.length ? sound[i] : 0));
    }
    return heard;
  }
}
