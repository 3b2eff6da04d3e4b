package dev.earshot.acoustics.model;

import dev.earshot.acoustics.frontend.MfccStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Eight short sounds that a model is tried on, from samples to score. A model file states what they
 * score; whoever is about to use it computes them again and sees whether front-end, normalisation
 * and network do here what they did where the model was made. The sounds are made of integers alone
 * and are the same on every machine. Stateless.
 */
public final class SelfTest {
  /** A score is stated in steps of 1/{@value}, the resolution of an int8 probability. */
  public static final int STEPS = 256;

  /** Steps that a score may be off: logarithms may differ in their last bit between processors. */
  public static final int TOLERANCE_STEPS = 1;

  private static final float FULL_SCALE = 32_768;

  /** A sound, sample by sample, in 16 bits. */
  private interface Sound {
    int sample(int index, SplittableRandom noise);
  }

  private static final List<Sound> SOUNDS =
      List.of(
          (i, noise) -> 0,
          (i, noise) -> noise.nextInt(-32, 33),
          (i, noise) -> noise.nextInt(-3_277, 3_278),
          (i, noise) -> noise.nextInt(-32_000, 32_001),
          (i, noise) -> square(i, 16, 8_000), // 1 kHz
          (i, noise) -> square(i, 64 - i / 200 % 56, 16_000), // rises
          (i, noise) -> i / 1_600 % 2 == 0 ? noise.nextInt(-20_000, 20_001) : 0,
          (i, noise) -> i % 2_000 < 20 ? 32_000 : noise.nextInt(-100, 101));

  private SelfTest() {}

  private static int square(int index, int period, int amplitude) {
    return index % period < period / 2 ? amplitude : -amplitude;
  }

  /**
   * What a model makes of the sounds, each one window long.
   *
   * @param scorer of that model
   * @return the scores in steps of 1/256, 0 to 256
   */
  public static List<Integer> steps(ModelMetadata model, Scorer scorer) {
    MfccStream mfcc = new MfccStream(model.frontEnd());
    float[] samples = new float[model.frontEnd().samplesOf(model.windowColumns())];
    float[] window = new float[model.inputValues()];
    List<Integer> steps = new ArrayList<>();
    for (int i = 0; i < SOUNDS.size(); i++) {
      fill(samples, SOUNDS.get(i), new SplittableRandom(i));
      mfcc.reset();
      mfcc.push(samples, 0, samples.length, (column, end) -> put(column, end, model, window));
      steps.add(Math.round(scorer.score(window) * STEPS));
    }
    return List.copyOf(steps);
  }

  private static void fill(float[] samples, Sound sound, SplittableRandom noise) {
    for (int i = 0; i < samples.length; i++) {
      samples[i] = sound.sample(i, noise) / FULL_SCALE;
    }
  }

  private static void put(float[] column, long endSample, ModelMetadata model, float[] window) {
    int number = model.frontEnd().columnsIn(Math.toIntExact(endSample)) - 1;
    System.arraycopy(column, 0, window, number * column.length, column.length);
  }

  /**
   * Tries a model on the sounds.
   *
   * @throws InvalidModelException where the scores are not those that the model states
   */
  static void check(ModelMetadata model, Scorer scorer) throws InvalidModelException {
    List<Integer> stated = model.selfTest();
    if (stated.isEmpty()) {
      return; // a file from before there was one
    }
    List<Integer> found = steps(model, scorer);
    boolean same = stated.size() == found.size();
    for (int i = 0; same && i < found.size(); i++) {
      same = Math.abs(found.get(i) - stated.get(i)) <= TOLERANCE_STEPS;
    }
    if (!same) {
      throw new InvalidModelException(
          "its self-test sounds score %s here (in 256ths), it states %s: it is damaged, or made for another front-end"
              .formatted(found, stated));
    }
  }
}
