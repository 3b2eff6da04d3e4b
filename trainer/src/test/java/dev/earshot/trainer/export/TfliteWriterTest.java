package dev.earshot.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.model.ClipsByFold;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.Normalisation;
import dev.earshot.acoustics.model.Protocol;
import dev.earshot.acoustics.model.Quality;
import dev.earshot.acoustics.model.Quantisation;
import dev.earshot.acoustics.model.ReferenceInterpreter;
import dev.earshot.acoustics.model.ReferenceInterpreter.Kernels;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.acoustics.model.SoundLabel;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.acoustics.model.Training;
import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.trainer.network.Dense;
import dev.earshot.trainer.network.Examples;
import dev.earshot.trainer.network.FloatNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.lite.schema.Model;

class TfliteWriterTest {
  private static final int INPUTS = 416;
  private static final double STEP = 1 / 256.0;

  private final FloatNetwork network =
      RandomNetworks.network(new SplittableRandom(21), INPUTS, 128, 64, 1);
  private final Examples calibration = RandomNetworks.windows(22, 1_000, INPUTS);

  @ParameterizedTest
  @EnumSource(WeightScales.class)
  void tensorFlowLiteComputesWhatTheReferenceSays(WeightScales scales) throws Exception {
    ModelFile file = RandomNetworks.file(quantised(scales));
    try (Scorer scorer = new TfliteScorer(file);
        Scorer reference = new ReferenceInterpreter(file, Kernels.TFLITE)) {
      Examples windows = RandomNetworks.windows(23, 200, INPUTS);
      for (int i = 0; i < windows.size(); i++) {
        float[] window = windows.window(i);
        assertThat(scorer.score(window)).isEqualTo(reference.score(window));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(WeightScales.class)
  void scoresAreTheFloatNetworksWithinTwoStepsOnAverage(WeightScales scales) throws Exception {
    double sum = 0;
    double largest = 0;
    Examples windows = RandomNetworks.windows(24, 500, INPUTS);
    try (TfliteScorer scorer = new TfliteScorer(RandomNetworks.file(quantised(scales)))) {
      for (int i = 0; i < windows.size(); i++) {
        float[] window = windows.window(i);
        double difference = Math.abs(scorer.score(window) - network.score(window));
        sum += difference;
        largest = Math.max(largest, difference);
      }
    }

    assertThat(sum / windows.size()).isLessThan(2 * STEP);
    assertThat(largest).isLessThan(10 * STEP);
  }

  @ParameterizedTest
  @EnumSource(WeightScales.class)
  void onlyFullyConnectedAndLogisticRemain(WeightScales scales) throws Exception {
    ModelFile file = RandomNetworks.file(quantised(scales));

    assertThat(file.operators())
        .containsExactly("FULLY_CONNECTED", "FULLY_CONNECTED", "FULLY_CONNECTED", "LOGISTIC");
    assertThat(file.parameters()).isEqualTo(61_697);
    assertThat(file.arenaBytes()).isLessThan(5_000);
    assertThat(file.metadata().name()).isEqualTo("random");
  }

  @Test
  void buffersLieWhereTheSchemaWantsThem() throws Exception {
    byte[] bytes = RandomNetworks.file(quantised(WeightScales.PER_CHANNEL)).bytes();
    Model model = Model.getRootAsModel(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));

    assertThat(model.buffers(0).dataLength()).isZero();
    for (int i = 1; i < model.buffersLength(); i++) {
      assertThat(model.buffers(i).dataAsByteBuffer().position() % 16).isZero();
    }
  }

  @Test
  void theSameNetworkGivesTheSameBytes() throws Exception {
    assertThat(RandomNetworks.file(quantised(WeightScales.PER_TENSOR)).bytes())
        .isEqualTo(RandomNetworks.file(quantised(WeightScales.PER_TENSOR)).bytes());
  }

  @Test
  void anOutputWithoutWeightsIsItsBias() throws Exception {
    Dense silent = new Dense(new float[INPUTS], new float[] {0.5f}, false);
    QuantisedNetwork quantised =
        QuantisedNetwork.of(
            new FloatNetwork(List.of(silent)),
            new Calibration(Quantisation.covering(-3, 3), List.of(Quantisation.covering(-1, 1))),
            WeightScales.PER_CHANNEL);

    ReferenceInterpreter reference =
        new ReferenceInterpreter(RandomNetworks.file(quantised), Kernels.MICRO);

    assertThat((double) reference.score(new float[INPUTS]))
        .isCloseTo(1 / (1 + Math.exp(-0.5)), within(2 * STEP));
  }

  /** 62,276 of its bytes are weights and biases. */
  @Test
  void thePapersNetworkWithAllThatItSaysOfItselfFitsIn64Kibibytes() throws Exception {
    Quality quality =
        new Quality(
            Protocol.SEEN_IN_TRAINING.label(),
            "test folds 9, 10",
            "clip",
            8_732,
            0.54321,
            0.98765,
            0.98765,
            0.98765,
            0.98765,
            0.98765,
            0.98765);

    ModelFile file =
        ModelFile.parse(
            TfliteWriter.write(
                quantised(WeightScales.PER_TENSOR),
                "Earshot paper-mlp",
                fullMetadata(List.of(quality, quality)).toJson()));

    assertThat(file.fileBytes()).isLessThanOrEqualTo(64 * 1024);
  }

  private QuantisedNetwork quantised(WeightScales scales) {
    return QuantisedNetwork.of(network, Calibration.of(network, calibration, 100), scales);
  }

  private static ModelMetadata fullMetadata(List<Quality> quality) {
    float[] mean = new float[13];
    float[] deviation = new float[13];
    Arrays.fill(mean, -172.6f);
    Arrays.fill(deviation, 88.09f);
    SortedMap<Integer, Integer> training = new TreeMap<>();
    IntStream.rangeClosed(3, 10).forEach(fold -> training.put(fold, 888));
    return new ModelMetadata(
        ModelMetadata.VERSION,
        "paper-mlp",
        FrontEndConfig.PAPER,
        32,
        8,
        new Normalisation(mean, deviation),
        Arrays.stream(UrbanSoundClass.values())
            .map(sound -> new SoundLabel(sound.label(), sound.anomalous()))
            .toList(),
        0.54321f,
        DecisionConfig.around(0.7695313f),
        new Training(
            "UrbanSound8K",
            "CC BY-NC 3.0",
            "paper",
            List.copyOf(training.keySet()),
            List.of(2),
            List.of(1),
            7_104,
            ClipsByFold.of(training, Map.of(2, 888), Map.of(1, 873)),
            1,
            "0123456789ab-dirty"),
        quality,
        List.of());
  }
}
