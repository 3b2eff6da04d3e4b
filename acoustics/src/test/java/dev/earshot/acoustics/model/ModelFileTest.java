package dev.earshot.acoustics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.acoustics.testing.GoldenNetworks;
import dev.earshot.acoustics.testing.NetworkFile;
import dev.earshot.acoustics.testing.Seeded;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.MetadataT;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

class ModelFileTest {
  private static final ModelFile SHIPPED = ShippedModel.load();

  @Test
  void theShippedModelIsThePapersNetwork() {
    assertThat(SHIPPED.operators())
        .containsExactly("FULLY_CONNECTED", "FULLY_CONNECTED", "FULLY_CONNECTED", "LOGISTIC");
    assertThat(SHIPPED.parameters()).isEqualTo(61_697);
    assertThat(SHIPPED.metadata().inputValues()).isEqualTo(416);
    assertThat(SHIPPED.metadata().training().testFolds()).isNotEmpty();
    assertThat(SHIPPED.metadata().quality())
        .anySatisfy(quality -> assertThat(quality.protocol()).isEqualTo("folds"));
  }

  @Test
  void theIdIsOfTheBytes() throws InvalidModelException {
    assertThat(ModelFile.parse(SHIPPED.bytes()).id())
        .isEqualTo(SHIPPED.id())
        .matches("[a-z-]+-[0-9a-f]{12}");
  }

  @Test
  void theArenaHoldsTheActivationsAtLeast() {
    assertThat(SHIPPED.arenaBytes()).isBetween(416 + 128, 5_000);
  }

  /** tflite-micro 0.dev20261023182759 for Python (x86-64) says that it uses 2,128 bytes for it. */
  @Test
  void theArenaFor64BitsIsALowerBoundNearWhatWasMeasured() {
    assertThat(MicroArena.estimateBytes(SHIPPED.graph(), Long.BYTES))
        .isBetween(2_128 * 85 / 100, 2_128);
  }

  @Test
  void foreignFilesAreRefusedByWhatIsWrongWithThem() {
    assertThatThrownBy(
            () -> ModelFile.parse("RIFF....WAVEfmt ".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("it is not a TensorFlow Lite file (no TFL3 mark)");
    assertThatThrownBy(() -> ModelFile.parse(new byte[0]))
        .isInstanceOf(InvalidModelException.class);
    assertThatThrownBy(() -> ModelFile.parse(new byte[ModelFile.MOST_BYTES + 1]))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("it has more than 16,777,216 bytes, the most that are read");
  }

  @Test
  void ofAnEndlessStreamNoMoreIsReadThanAModelMayHave() {
    AtomicLong read = new AtomicLong();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read.incrementAndGet();
            return 0;
          }
        };

    assertThatThrownBy(() -> ModelFile.read(endless))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("it has more than 16,777,216 bytes, the most that are read");
    assertThat(read).hasValue(ModelFile.MOST_BYTES + 1);
  }

  @Test
  void aStreamIsReadToItsEndWhateverPiecesItComesIn() throws Exception {
    byte[] bytes = SHIPPED.bytes();
    InputStream inTwo =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes, 0, 1_000),
            new ByteArrayInputStream(bytes, 1_000, bytes.length - 1_000));

    assertThat(ModelFile.read(inTwo).id()).isEqualTo(SHIPPED.id());
  }

  @Test
  void aFileCutShortIsRefused() {
    byte[] bytes = SHIPPED.bytes();
    for (int length = 0; length < bytes.length; length += 997) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> new TfliteScorer(ModelFile.parse(cut)))
          .as("%d bytes", length)
          .isInstanceOfAny(InvalidModelException.class, IllegalStateException.class);
    }
  }

  /** Whatever is damaged, the file is refused or says something; nothing undeclared is thrown. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aDamagedFileThrowsNothingUndeclared(long seed) {
    SplittableRandom random = Seeded.random(seed);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] damaged = SHIPPED.bytes();
      for (int n = random.nextInt(1, 8); n > 0; n--) {
        // the offsets stand at the front, and again behind the weights
        int at =
            random.nextBoolean()
                ? random.nextInt(2_000)
                : damaged.length - 1 - random.nextInt(4_000);
        damaged[at] = (byte) random.nextInt(256);
      }
      try {
        ModelFile.parse(damaged);
      } catch (InvalidModelException e) {
        assertThat(e.getMessage()).startsWith("it");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  /** TensorFlow Lite itself ends with a signal there. */
  @Test
  void aWeightTensorWithoutItsDataIsRefused() {
    assertRefused(
        model -> tensor(model, 1).setBuffer(0),
        "its operator 0 has weights that are no int8 matrix around 0");
    assertRefused(
        model -> tensor(model, 2).setBuffer(0), "its operator 0 has a bias of other than 1 int32");
  }

  /**
   * Whatever bit of a file is turned, it is refused, or it runs and every runtime gives the same:
   * nothing undeclared is thrown, and native code does not end the process.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aTurnedBitIsFoundOrHarmless(long seed) throws Exception {
    SplittableRandom random = Seeded.random(seed);
    byte[] network = GoldenNetworks.random(random);
    float[] window = GoldenNetworks.window(ModelFile.parse(network), random);
    int refused = 0;
    int ran = 0;
    for (int i = 0; i < 600; i++) {
      byte[] turned = network.clone();
      turned[random.nextInt(8, turned.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        ModelFile file = TfliteScorer.tried(ModelFile.parse(turned));
        if (file.metadata().inputValues() == window.length) {
          requireAgreement(file, window);
          ran++;
        }
      } catch (InvalidModelException e) {
        assertThat(e.getMessage()).startsWith("it").doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isPositive();
    assertThat(ran).isPositive();
  }

  private static void requireAgreement(ModelFile file, float[] window) {
    try (Scorer reference = new ReferenceInterpreter(file, ReferenceInterpreter.Kernels.TFLITE);
        Scorer lite = new TfliteScorer(file)) {
      assertThat(lite.score(window)).isEqualTo(reference.score(window));
    }
  }

  @Test
  void aForeignModelIsRefusedByWhatIsWrongWithIt() {
    assertRefused(model -> model.setVersion(2), "its schema is version 2, needs to be 3");
    assertRefused(model -> model.setMetadata(new MetadataT[0]), "it has no 'earshot' entry");
    assertRefused(
        model -> tensor(model, 0).setType(TensorType.FLOAT32),
        "it has a tensor of FLOAT32, int8 and int32 are read");
    assertRefused(
        model -> tensor(model, 0).setShape(new int[] {1, 5}),
        "its operator 0 has inputs or outputs that do not fit its weights");
    assertRefused(
        model -> tensor(model, 0).setShape(new int[] {2, 2}),
        "its input has shape [2, 2], needs to be [1, values]");
    assertRefused(
        model -> tensor(model, 0).setShape(new int[] {4}),
        "its input has shape [4], needs to be [1, values]");
    assertRefused(
        model -> tensor(model, 0).setShape(new int[] {1 << 30, 1 << 30, 1 << 30}),
        "its tensor 0 has too many values");
    assertRefused(
        model -> tensor(model, 0).setShape(new int[] {1, -4}),
        "its tensor 0 has a dimension of -4");
    assertRefused(
        model -> tensor(model, 3).setShape(new int[] {1, 1 << 25}),
        "its tensor 3 has too many values");
    assertRefused(
        model -> operator(model, 0).setInputs(new int[] {3, 1, 2}),
        "its operator 0 reads tensor 3 unset");
    assertRefused(
        model -> operator(model, 0).setInputs(new int[] {0, 1, 99}),
        "its operator 0 names tensor 99, of 5 there are");
    assertRefused(
        model -> operator(model, 1).setOutputs(new int[] {0}),
        "its operator 1 writes tensor 0, which is set");
    assertRefused(
        model -> tensor(model, 1).getQuantization().setScale(new float[] {Float.NaN}),
        "its tensor 1 has no usable quantisation");
    assertRefused(
        model -> tensor(model, 3).getQuantization().setScale(new float[] {1e-30f}),
        "its operator 0 overflows 32 bits");
  }

  /** Whatever they are given: kernels end the process, or take memory, by what they are told. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        BuiltinOperator.ADD,
        BuiltinOperator.MAX_POOL_2D,
        BuiltinOperator.CONV_2D,
        BuiltinOperator.MEAN,
        BuiltinOperator.RESHAPE,
        BuiltinOperator.WHILE
      })
  void anOperatorThatIsNotCheckedIsRefusedByItsName(int operator) {
    assertRefused(
        model -> {
          model.getOperatorCodes()[1].setBuiltinCode(operator);
          model.getOperatorCodes()[1].setDeprecatedBuiltinCode((byte) operator);
        },
        "its operator 1 is "
            + BuiltinOperator.name(operator)
            + "; FULLY_CONNECTED and LOGISTIC are read");
  }

  @Test
  void anOperatorOfOtherThanItsInputsAndOneOutputIsRefused() {
    assertRefused(
        model -> operator(model, 0).setInputs(new int[] {0, 1, 2, 2}),
        "its operator 0, FULLY_CONNECTED, has 4 inputs and 1 outputs, needs 3 and 1");
    assertRefused(
        model -> operator(model, 1).setInputs(new int[0]),
        "its operator 1, LOGISTIC, has 0 inputs and 1 outputs, needs 1 and 1");
    assertRefused(
        model -> operator(model, 1).setOutputs(new int[] {4, 4}),
        "its operator 1, LOGISTIC, has 1 inputs and 2 outputs, needs 1 and 1");
  }

  @Test
  void anActivationThatIsNotCheckedIsRefused() {
    byte[] tanh = dense(1, ActivationFunctionType.TANH).bytes();

    assertThatThrownBy(() -> ModelFile.parse(tanh))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("its operator 0 has activation TANH; NONE and RELU are read");
  }

  /** What is looked at is bounded by the file's size, however often its parts are named. */
  @Test
  void operatorsThatShareTheirWeightsAreRefused() {
    int side = 60;
    NetworkFile file = new NetworkFile(side, 0.1f, 3);
    for (int layer = 0; layer < 3; layer++) {
      file.dense(
          new byte[side * side], new int[side], new float[] {1}, 1, 0, ActivationFunctionType.NONE);
    }
    ModelT model = file.model();
    for (int layer = 1; layer < 3; layer++) {
      tensor(model, 3 * layer + 1).setBuffer(tensor(model, 1).getBuffer());
    }
    for (int buffer = 3; buffer < model.getBuffers().length - 1; buffer += 2) {
      model.getBuffers()[buffer].setData(new int[0]);
    }

    assertThatThrownBy(() -> ModelFile.parse(NetworkFile.bytes(model)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("its parts overlap: together they are larger than it is");
  }

  @Test
  void metadataThatIsMissingOrLargeIsRefusedUnread() {
    assertRefused(
        model -> model.getMetadata()[0].setBuffer(0),
        "its metadata has 0 bytes, needs 1 to 262,144");
    assertRefused(
        model ->
            model.getBuffers()[(int) model.getMetadata()[0].getBuffer()].setData(
                new int[(256 << 10) + 1]),
        "its metadata has 262,145 bytes, needs 1 to 262,144");
  }

  @Test
  void moreTensorsThanANetworkHasAreRefused() {
    assertRefused(
        model -> {
          TensorT[] tensors = new TensorT[1_001];
          Arrays.fill(tensors, tensor(model, 0));
          model.getSubgraphs()[0].setTensors(tensors);
        },
        "it has 1001 tensors, of at most 1000 that are read");
  }

  private static void assertRefused(Consumer<ModelT> change, String saying) {
    ModelT model = dense(4, ActivationFunctionType.NONE).logistic().model();
    change.accept(model);

    assertThatThrownBy(() -> ModelFile.parse(NetworkFile.bytes(model)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith(saying);
  }

  /** One layer of one output. */
  private static NetworkFile dense(int inputs, byte activation) {
    byte[] weights = new byte[inputs];
    Arrays.fill(weights, (byte) -3);
    return new NetworkFile(inputs, 0.1f, 3)
        .dense(weights, new int[] {5}, new float[] {0.01f}, 0.05f, -7, activation);
  }

  private static TensorT tensor(ModelT model, int tensor) {
    return model.getSubgraphs()[0].getTensors()[tensor];
  }

  private static OperatorT operator(ModelT model, int operator) {
    return model.getSubgraphs()[0].getOperators()[operator];
  }

  /** The first file that was shipped, from before models said how many clips of which folds. */
  @Test
  void theFirstShippedModelIsStillRead() throws Exception {
    try (InputStream in = ModelFileTest.class.getResourceAsStream("/golden/model-1.tflite")) {
      ModelFile file = ModelFile.read(in);

      assertThat(file.metadata().training().clipsByFold()).isEqualTo(ClipsByFold.UNKNOWN);
      assertThat(file.metadata().training().clips()).isEqualTo(1_249);
      try (Scorer scorer = new TfliteScorer(file)) {
        assertThat(scorer.score(new float[416])).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void metadataOutOfBoundsIsNamed() {
    String json = new String(SHIPPED.metadata().toJson(), StandardCharsets.UTF_8);

    assertThatThrownBy(() -> parse(json.replace("\"window_columns\":32", "\"window_columns\":0")))
        .hasMessageContaining("window_columns is 0, needs to be 1 to 4096");
    assertThatThrownBy(() -> parse(json.replace("\"window_columns\":32,", "")))
        .hasMessageContaining("window_columns");
    assertThatThrownBy(() -> parse("{"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("its metadata is damaged");
  }

  /** Every node's state holds a window, and the self-test's sounds are as long as one. */
  @Test
  void aWindowOfTooManyValuesOrTooMuchSoundIsNamed() {
    String json = new String(SHIPPED.metadata().toJson(), StandardCharsets.UTF_8);

    assertThatThrownBy(
            () -> parse(json.replace("\"window_columns\":32", "\"window_columns\":4096")))
        .hasMessageContaining("samples of a window is 1311040, needs to be 1 to 1048576");
    String large =
        json.replace("\"window_columns\":32", "\"window_columns\":3000")
            .replace("\"coefficients\":13", "\"coefficients\":40")
            .replaceAll(
                "\"(mean|standard_deviation)\":\\[[^]]*]", "\"$1\":[" + "1,".repeat(39) + "1]");
    assertThatThrownBy(() -> parse(large))
        .hasMessageContaining(
            "window_columns times coefficients is 120000, needs to be 1 to 65536");
  }

  @Test
  void aNetworkThatNoProcessorCouldRunForManyNodesIsRefused() {
    int side = 1_000;
    NetworkFile file = new NetworkFile(side, 0.1f, 3);
    for (int layer = 0; layer < 5; layer++) {
      file.dense(
          new byte[side * side], new int[side], new float[] {1}, 1, 0, ActivationFunctionType.NONE);
    }
    byte[] bytes =
        file.dense(new byte[side], new int[1], new float[] {1}, 1, 0, ActivationFunctionType.NONE)
            .bytes();

    assertThatThrownBy(() -> ModelFile.parse(bytes))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            "its network takes 250,050,000 multiply-accumulates for a second of sound, of at most"
                + " 200,000,000");
  }

  @Test
  void whatIsQuotedOfAFileIsOneShortLine() {
    String json =
        new String(SHIPPED.metadata().toJson(), StandardCharsets.UTF_8)
            .replaceFirst(
                "\"name\":\"[^\"]*\"",
                "\"name\":\"a\\\\r\\\\n\\\\u001b[31m" + "x".repeat(100_000) + "\"");

    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(InvalidModelException.class)
        .satisfies(
            refusal -> {
              assertThat(refusal.getMessage()).startsWith("its metadata is damaged");
              assertThat(refusal.getMessage()).hasSizeLessThan(400);
              assertThat(refusal.getMessage().chars().filter(Character::isISOControl)).isEmpty();
            });
  }

  @Test
  void metadataComesBackAsItWasAndKeysOfLaterVersionsArePassedOver() throws InvalidModelException {
    ModelMetadata metadata = SHIPPED.metadata();
    String json = new String(metadata.toJson(), StandardCharsets.UTF_8);

    assertThat(parse(json)).isEqualTo(metadata);
    assertThat(parse("{\"later\":[1]," + json.substring(1))).isEqualTo(metadata);
  }

  private static ModelMetadata parse(String json) throws InvalidModelException {
    return ModelMetadata.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
