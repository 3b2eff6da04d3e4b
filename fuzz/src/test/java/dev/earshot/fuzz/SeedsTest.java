package dev.earshot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.processor.models.DeploymentCheck;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.processor.node.FrameAdmission;
import dev.earshot.processor.node.KeptDecisions;
import dev.earshot.processor.node.NodeLife;
import dev.earshot.processor.node.ProfileAdmission;
import dev.earshot.processor.node.ProfileSchedule;
import dev.earshot.recordings.WavFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The inputs named {@code right-} are right still: fuzzing that starts from what is refused gets
 * nowhere. When one is not, what is written today stands in {@code target/seeds} to be copied.
 */
class SeedsTest {
  private static final Path INPUTS = Path.of("src/test/resources/dev/earshot/fuzz");
  private static final long MOST_BYTES = 300_000;

  private static List<byte[]> right(String test) throws IOException {
    Seeds.main(new String[] {"target/seeds"});
    try (Stream<Path> files = Files.list(INPUTS.resolve(test))) {
      List<Path> right =
          files.filter(file -> file.getFileName().toString().startsWith("right-")).toList();
      assertThat(right).isNotEmpty();
      return right.stream().map(SeedsTest::bytes).toList();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theModelsRun() throws Exception {
    for (byte[] model : right("ModelFuzzTestInputs/anyFile")) {
      assertThat(TfliteScorer.tried(ModelFile.parse(model))).isNotNull();
    }
    for (byte[] metadata : right("ModelFuzzTestInputs/anyMetadata")) {
      assertThat(ModelMetadata.parse(metadata)).isNotNull();
    }
  }

  @Test
  void theRecordingsAreRead() throws IOException {
    for (byte[] recording : right("WavFuzzTestInputs/anyFile")) {
      assertThat(WavFile.read(recording, "x.wav").mono()).isNotEmpty();
    }
  }

  @Test
  void theRecordsAreAdmitted() throws IOException {
    FrameAdmission frames = new FrameAdmission(FuzzNode.RATE_HZ);
    for (byte[] frame : right("RecordFuzzTestInputs/anyFrame")) {
      assertThat(frames.admit(FuzzNode.KEY, frame, FuzzNode.TIMESTAMP_MS))
          .isInstanceOf(Admitted.class);
    }
    ProfileAdmission profiles = new ProfileAdmission(FuzzModel.file().metadata().decision());
    for (byte[] profile : right("RecordFuzzTestInputs/anyProfile")) {
      assertThat(profiles.admit(FuzzNode.KEY, profile)).isInstanceOf(Admitted.class);
    }
  }

  @Test
  void theDeploymentIsRight() throws IOException {
    DeploymentCheck check = new DeploymentCheck(FuzzNode.RATE_HZ);
    String key = ModelFuzzTest.ANNOUNCED.plusSeconds(60).toString();
    for (byte[] deployment : right("ModelFuzzTestInputs/anyDeployment")) {
      assertThat(check.look(key, deployment, ModelFuzzTest.ANNOUNCED))
          .isInstanceOf(DeploymentCheck.Right.class);
    }
  }

  @Test
  void theStatesAreOfThisLayoutAndModel() throws IOException {
    NodeLife life = FuzzNode.life(FuzzModel.node());
    for (byte[] state : right("NodeStateFuzzTestInputs/anyState")) {
      life.wake(FuzzNode.ID, Optional.of(state), Optional.empty(), Nowhere.OUTPUT);
      assertThat(life.isKnown()).isTrue();
      assertThat(life.save()).isEqualTo(state);
    }
  }

  @Test
  void whatIsKeptIsRead() throws IOException {
    for (byte[] decisions : right("KeptFuzzTestInputs/anyDecisions")) {
      assertThat(KeptDecisions.read(decisions)).isNotEmpty();
    }
    for (byte[] profiles : right("KeptFuzzTestInputs/anyProfiles")) {
      assertThat(ProfileSchedule.read(profiles).all()).isNotEmpty();
    }
  }

  @Test
  void allInputsTogetherAreSmall() throws IOException {
    try (Stream<Path> files = Files.walk(INPUTS)) {
      long bytes = files.filter(Files::isRegularFile).mapToLong(file -> bytes(file).length).sum();
      assertThat(bytes).isLessThan(MOST_BYTES);
    }
  }
}
