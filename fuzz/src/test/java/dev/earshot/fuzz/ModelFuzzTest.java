package dev.earshot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.acoustics.Ear;
import dev.earshot.acoustics.ScoredWindow;
import dev.earshot.acoustics.detect.AlarmChange;
import dev.earshot.acoustics.model.InvalidModelException;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.ReferenceInterpreter;
import dev.earshot.acoustics.model.ReferenceInterpreter.Kernels;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.processor.models.DeploymentCheck;
import dev.earshot.processor.models.DeploymentCheck.Answer;
import dev.earshot.processor.models.DeploymentCheck.Wrong;
import dev.earshot.v1.ModelDeployment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a model file holds, it is refused, or it runs, on every runtime to the same scores. A
 * file that ends the process in native code is left behind as {@code target/last-run}.
 */
@Timeout(60)
class ModelFuzzTest {
  private static final LastInput LAST_RUN = new LastInput(Path.of("target", "last-run"));

  /** The file, a copy, and what tables and lists of tensors, operators and scales take. */
  private static final long BYTES_OF_ONE = 64;

  /** The JSON as a tree: an object of one key takes six bytes of it and some 300 of the heap. */
  private static final long TREE_BYTES_OF_ONE = 128;

  /** The tables of the largest transform, and the sound of the longest window. */
  private static final long TRIED_BYTES = 32 << 20;

  static final Instant ANNOUNCED = FuzzNode.START;

  /** Sound that an ear of the model hears, some tenths of a second. */
  private static final int SAMPLES = 3_000;

  private final SingleObject<ModelDeployment> codec = SingleObject.of(ModelDeployment.class);
  private final DeploymentCheck deployments = new DeploymentCheck(FuzzNode.RATE_HZ);

  @FuzzTest
  void anyFile(byte[] file) {
    tryOut(file).ifPresent(model -> hear(model.metadata(), new HalfSure()));
  }

  @FuzzTest
  void anyNetwork(FuzzedDataProvider data) {
    tryOut(ChangedNetwork.of(data));
  }

  @FuzzTest
  void anyMetadata(byte[] json) {
    Allocation.within(TREE_BYTES_OF_ONE * json.length, () -> metadata(json))
        .ifPresent(ModelFuzzTest::requireUsable);
  }

  /** A record of the topic of models, under the key that is right for it. */
  @FuzzTest
  void anyDeployment(byte[] record) {
    LAST_RUN.keep(record);
    Answer answer =
        Allocation.within(
            TRIED_BYTES + (BYTES_OF_ONE + TREE_BYTES_OF_ONE) * record.length,
            () -> deployments.look(keyOf(record), record, ANNOUNCED));
    if (answer instanceof Wrong wrong) {
      Lines.requireOneLine(wrong.why());
    }
  }

  private String keyOf(byte[] record) {
    try {
      return codec.decode(record).getFrom().toString();
    } catch (UndecodableException e) {
      return "";
    }
  }

  private static Optional<ModelFile> tryOut(byte[] file) {
    Optional<ModelFile> read =
        Allocation.within(
            (BYTES_OF_ONE + TREE_BYTES_OF_ONE) * file.length, () -> ModelFuzzTest.read(file));
    read.ifPresent(ModelFuzzTest::run);
    return read;
  }

  private static Optional<ModelFile> read(byte[] file) {
    try {
      return Optional.of(ModelFile.read(new ByteArrayInputStream(file)));
    } catch (InvalidModelException e) {
      Lines.requireOneLine(e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<ModelMetadata> metadata(byte[] json) {
    try {
      return Optional.of(ModelMetadata.parse(json));
    } catch (InvalidModelException e) {
      Lines.requireOneLine(e.getMessage());
      return Optional.empty();
    }
  }

  private static void requireUsable(ModelMetadata metadata) {
    assertThat(metadata(metadata.toJson())).contains(metadata);
    hear(metadata, new HalfSure());
  }

  private static void run(ModelFile model) {
    LAST_RUN.keep(model.bytes());
    try {
      TfliteScorer.tried(model);
    } catch (InvalidModelException e) {
      // TensorFlow Lite refuses it, or its sounds score something else
      Lines.requireOneLine(e.getMessage());
      return;
    }
    try (Scorer lite = new TfliteScorer(model);
        Scorer reference = new ReferenceInterpreter(model, Kernels.TFLITE)) {
      for (float[] window : windows(model)) {
        assertThat(lite.score(window)).isBetween(0f, 1f).isEqualTo(reference.score(window));
      }
    }
  }

  private static float[][] windows(ModelFile model) {
    float[][] windows = new float[4][model.metadata().inputValues()];
    SplittableRandom random = new SplittableRandom(model.fileBytes());
    for (int i = 0; i < windows[1].length; i++) {
      windows[1][i] = (float) random.nextDouble(-600, 100);
      windows[2][i] = (float) random.nextDouble(-5, 5);
    }
    Arrays.fill(windows[3], Float.NEGATIVE_INFINITY);
    return windows;
  }

  private static void hear(ModelMetadata metadata, Scorer scorer) {
    float[] noise = new float[SAMPLES];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextDouble(-1, 1);
    }
    Ear ear = new Ear(metadata, scorer);
    ear.begin(0, metadata.decision());
    ear.push(noise, 0, noise.length, new Checked());
  }

  /** What comes out of an ear is what contracts say of it. */
  private static final class Checked implements Ear.Listener {
    @Override
    public void window(ScoredWindow window) {
      assertThat(window.score()).isBetween(0f, 1f);
      assertThat(window.smoothedScore()).isBetween(0f, 1f);
      assertThat(window.level().laeqDbfs()).isBetween(-400f, 100f);
    }

    @Override
    public void alarm(AlarmChange change) {
      assertThat(change.snapshot().peakScore()).isBetween(0f, 1f);
    }
  }

  private static final class HalfSure implements Scorer {
    @Override
    public float score(float[] window) {
      return 0.5f;
    }

    @Override
    public void close() {}
  }
}
