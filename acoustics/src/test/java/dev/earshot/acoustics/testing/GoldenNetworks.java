package dev.earshot.acoustics.testing;

import dev.earshot.acoustics.model.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.lite.schema.ActivationFunctionType;

/**
 * Random networks, and what TensorFlow Lite Micro computes with some of them: {@code
 * golden/micro.csv} has a line a network, its outputs for seeded inputs, found with tflite-micro
 * 0.dev20261023182759 (Python, x86-64) by {@code golden/micro.py}, which says how.
 */
public final class GoldenNetworks {
  private static final int CASES = 40;
  private static final int INPUTS = 20;

  /** A network, inputs for it, and the one output value that each gives on a microcontroller. */
  public record Case(String name, byte[] model, List<byte[]> inputs, byte[] microOutputs) {}

  private GoldenNetworks() {}

  /** Writes all networks and their inputs, a file each, into the folder that is named. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (Case golden : all()) {
      Files.write(folder.resolve(golden.name() + ".tflite"), golden.model());
      ByteArrayOutputStream inputs = new ByteArrayOutputStream();
      golden.inputs().forEach(inputs::writeBytes);
      Files.write(folder.resolve(golden.name() + ".inputs"), inputs.toByteArray());
    }
  }

  public static List<Case> all() {
    float[][] outputs = Golden.csv("micro.csv");
    List<Case> cases = new ArrayList<>();
    for (int seed = 0; seed < CASES; seed++) {
      SplittableRandom random = Seeded.random(seed);
      byte[] model = random(random);
      byte[] expected = new byte[INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        expected[i] = (byte) outputs[seed][i];
      }
      cases.add(new Case("seed-%02d".formatted(seed), model, inputs(model, random), expected));
    }
    return cases;
  }

  private static List<byte[]> inputs(byte[] model, SplittableRandom random) {
    List<byte[]> inputs = new ArrayList<>();
    try {
      int values = ModelFile.parse(model).metadata().inputValues();
      for (int i = 0; i < INPUTS; i++) {
        byte[] input = new byte[values];
        random.nextBytes(input);
        inputs.add(input);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return inputs;
  }

  /**
   * A network of one to three dense layers and, every other time, a logistic function, of any sizes
   * and quantisation; half of the layers have factors that are powers of two, so that many results
   * lie half way between two integers.
   */
  public static byte[] random(SplittableRandom random) {
    int inputs = random.nextInt(1, 70);
    boolean halfWays = random.nextBoolean();
    float scale = scale(random, halfWays);
    NetworkFile file = new NetworkFile(inputs, scale, random.nextInt(-128, 128));
    for (int hidden = random.nextInt(3); hidden > 0; hidden--) {
      int outputs = random.nextInt(1, 40);
      scale = dense(file, random, halfWays, scale, inputs, outputs);
      inputs = outputs;
    }
    dense(file, random, halfWays, scale, inputs, 1);
    return (random.nextBoolean() ? file.logistic() : file).bytes();
  }

  /** Its outputs spread over some of the 8 bits, all of them or, saturated, more. */
  private static float dense(
      NetworkFile file,
      SplittableRandom random,
      boolean halfWays,
      float inputScale,
      int inputs,
      int outputs) {
    byte[] weights = new byte[inputs * outputs];
    random.nextBytes(weights);
    int[] bias = new int[outputs];
    for (int b = 0; b < bias.length; b++) {
      bias[b] = random.nextInt(-40_000, 40_000);
    }
    float weightScale = scale(random, halfWays);
    float[] weightScales = new float[random.nextBoolean() ? 1 : outputs];
    for (int s = 0; s < weightScales.length; s++) {
      weightScales[s] = Math.scalb(weightScale, random.nextInt(-3, 2));
    }
    double spread = inputScale * weightScale * 128 * Math.sqrt(inputs);
    int finer = random.nextInt(6) == 0 ? -9 : random.nextInt(-2, 2);
    int power = Math.getExponent(spread) + finer;
    float outputScale = (float) Math.scalb(halfWays ? 1 : random.nextDouble(1, 2), power);
    byte activation =
        random.nextBoolean() ? ActivationFunctionType.RELU : ActivationFunctionType.NONE;
    file.dense(weights, bias, weightScales, outputScale, random.nextInt(-128, 128), activation);
    return outputScale;
  }

  private static float scale(SplittableRandom random, boolean powerOfTwo) {
    return (float) Math.scalb(powerOfTwo ? 1 : random.nextDouble(1, 2), random.nextInt(-12, 4));
  }

  /** Features whose quantisation is spread over all of int8. */
  public static float[] window(ModelFile file, SplittableRandom random) {
    float[] window = new float[file.metadata().inputValues()];
    for (int i = 0; i < window.length; i++) {
      int c = i % file.metadata().normalisation().coefficients();
      float standardised =
          file.input().scale() * (random.nextInt(-128, 128) - file.input().zeroPoint());
      window[i] =
          standardised * file.metadata().normalisation().standardDeviation(c)
              + file.metadata().normalisation().mean(c);
    }
    return window;
  }
}
