package dev.earshot.acoustics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.acoustics.model.ReferenceInterpreter.Kernels;
import dev.earshot.acoustics.testing.NetworkFile;
import dev.earshot.acoustics.testing.Seeded;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.ModelT;

class TfliteScorerTest {
  private static final ModelFile SHIPPED = ShippedModel.load();

  private static float[] window(SplittableRandom random) {
    Normalisation normalisation = SHIPPED.metadata().normalisation();
    float[] window = new float[SHIPPED.metadata().inputValues()];
    for (int i = 0; i < window.length; i++) {
      int c = i % normalisation.coefficients();
      double spread = random.nextDouble(-2, 2);
      window[i] = (float) (normalisation.mean(c) + spread * normalisation.standardDeviation(c));
    }
    return window;
  }

  @Test
  void aScoreIsAProbabilityThatDependsOnTheWindowAlone() {
    SplittableRandom random = Seeded.random(1);
    try (Scorer one = new TfliteScorer(SHIPPED);
        Scorer other = new TfliteScorer(SHIPPED)) {
      for (int i = 0; i < 200; i++) {
        float[] window = window(random);
        float[] asItWas = window.clone();
        float score = one.score(window);
        assertThat(score).isBetween(0f, 1f);
        assertThat(other.score(window)).isEqualTo(score);
        assertThat(one.score(window)).isEqualTo(score);
        assertThat(window).isEqualTo(asItWas);
      }
    }
  }

  /** What the windows before left in native memory, a second row's among it, has no influence. */
  @Test
  void windowsBeforeHaveNoInfluence() {
    SplittableRandom random = Seeded.random(2);
    try (Scorer lite = new TfliteScorer(SHIPPED);
        Scorer reference = new ReferenceInterpreter(SHIPPED, Kernels.TFLITE)) {
      for (int i = 0; i < 100; i++) {
        float[] window = window(random);
        float expected = reference.score(window);
        lite.score(quantisedTo(random.nextInt(-128, 128)));
        assertThat(lite.score(window)).as("window %d", i).isEqualTo(expected);
        try (Scorer unused = new TfliteScorer(SHIPPED)) {
          assertThat(unused.score(window)).as("window %d, alone", i).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void valuesBeyondInt8AreTakenAsItsEnds() {
    try (Scorer scorer = new TfliteScorer(SHIPPED)) {
      assertThat(scorer.score(quantisedTo(300))).isEqualTo(scorer.score(quantisedTo(127)));
      assertThat(scorer.score(quantisedTo(-300))).isEqualTo(scorer.score(quantisedTo(-128)));
      assertThat(scorer.score(quantisedTo(Integer.MAX_VALUE)))
          .isEqualTo(scorer.score(quantisedTo(127)))
          .isNotEqualTo(scorer.score(quantisedTo(-128)));
    }
  }

  /** A window whose first half has values that would be quantised to this, were there room. */
  private static float[] quantisedTo(int value) {
    Normalisation normalisation = SHIPPED.metadata().normalisation();
    float deviations = ((float) value - SHIPPED.input().zeroPoint()) * SHIPPED.input().scale();
    float[] window = new float[SHIPPED.metadata().inputValues()];
    for (int i = 0; i < window.length; i++) {
      int c = i % normalisation.coefficients();
      float far = i < window.length / 2 ? deviations : 0;
      window[i] = normalisation.mean(c) + far * normalisation.standardDeviation(c);
    }
    return window;
  }

  /**
   * A buffer may lie outside of the flatbuffer, by two fields that the schema for Java does not
   * know. To native code, the result of an operator would be a constant here.
   */
  @Test
  void nativeCodeSeesNothingButWhatWasChecked() throws Exception {
    ModelT network =
        new NetworkFile(4, 1, 0)
            .dense(
                new byte[] {1, 2, 3, 4},
                new int[] {5},
                new float[] {0.1f},
                0.1f,
                -7,
                ActivationFunctionType.NONE)
            .logistic()
            .model();
    int buffer = network.getBuffers().length;
    network.setBuffers(Arrays.copyOf(network.getBuffers(), buffer + 1));
    network.getBuffers()[buffer] = new BufferT();
    network.getSubgraphs()[0].getTensors()[3].setBuffer(buffer);
    ModelFile file = ModelFile.parse(withBufferOutside(NetworkFile.bytes(network), buffer));

    float[] window = {0.1f, -0.2f, 0.3f, 1};
    try (Scorer asChecked = new ReferenceInterpreter(file, Kernels.TFLITE);
        Scorer lite = new TfliteScorer(file)) {
      assertThat(lite.score(window)).isEqualTo(asChecked.score(window));
    }
  }

  /** Puts a table of all three fields of a buffer (data, offset, size) behind the file. */
  private static byte[] withBufferOutside(byte[] file, int buffer) {
    int vtable = (file.length + 15) / 16 * 16;
    int table = vtable + 16;
    ByteBuffer longer = ByteBuffer.allocate(table + 24).order(ByteOrder.LITTLE_ENDIAN).put(file);
    longer.position(vtable);
    for (int place : new int[] {10, 24, 0, 8, 16}) {
      longer.putShort((short) place);
    }
    longer.putInt(table, table - vtable).putLong(table + 8, 64).putLong(table + 16, 4);
    int element = elementOfBuffers(longer, buffer);
    longer.putInt(element, table - element);
    return longer.array();
  }

  private static int elementOfBuffers(ByteBuffer file, int buffer) {
    int buffersField = 4;
    int root = file.getInt(0);
    int vtable = root - file.getInt(root);
    int field = root + file.getShort(vtable + 4 + 2 * buffersField);
    int vector = field + file.getInt(field);
    return vector + 4 + 4 * buffer;
  }

  /** Whatever the last layer's scale. */
  @ParameterizedTest
  @ValueSource(floats = {1, 1e37f})
  void aScoreIsCappedAtZeroAndOne(float outputScale) throws Exception {
    ModelFile file =
        ModelFile.parse(
            new NetworkFile(1, outputScale, 0)
                .dense(
                    new byte[] {1},
                    new int[] {0},
                    new float[] {1},
                    outputScale,
                    0,
                    ActivationFunctionType.NONE)
                .bytes());
    try (Scorer lite = new TfliteScorer(file);
        Scorer reference = new ReferenceInterpreter(file, Kernels.TFLITE)) {
      for (Scorer scorer : List.of(lite, reference)) {
        assertThat(scorer.score(new float[] {100 * outputScale})).isEqualTo(1);
        assertThat(scorer.score(new float[] {-100 * outputScale})).isEqualTo(0);
      }
    }
  }

  @Test
  void aWindowOfAnotherSizeIsABug() {
    try (Scorer scorer = new TfliteScorer(SHIPPED)) {
      assertThatThrownBy(() -> scorer.score(new float[415]))
          .hasMessage("a window of 415 values for a model of 416");
    }
  }

  @Test
  void aClosedScorerSaysSo() {
    Scorer scorer = new TfliteScorer(SHIPPED);
    scorer.close();
    scorer.close();

    assertThatThrownBy(() -> scorer.score(new float[416])).hasMessage("the scorer is closed");
  }
}
