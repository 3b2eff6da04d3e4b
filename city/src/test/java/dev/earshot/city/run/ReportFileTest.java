package dev.earshot.city.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.earshot.console.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
  @TempDir private Path directory;

  @Test
  void replacesTheOneBeforeAndLeavesNothingElse() throws IOException {
    Path file = Files.writeString(directory.resolve("report.json"), "the one before");

    ReportFile.check(file);
    ReportFile.write(file, "new");

    assertThat(file).hasContent("new");
    assertThat(directory)
        .isDirectoryContaining(file::equals)
        .isDirectoryNotContaining("glob:*.part");
  }

  @Test
  void whereItCannotBeWrittenTheOneBeforeStays() throws IOException {
    Path file = Files.writeString(directory.resolve("report.json"), "the one before");
    Files.createDirectories(directory.resolve("report.json.part").resolve("in the way"));

    assertThatThrownBy(() -> ReportFile.write(file, "new"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(file.toString());

    assertThat(file).hasContent("the one before");
  }

  @Test
  void aLinkStaysOne() throws IOException {
    Path file = Files.writeString(directory.resolve("report.json"), "the one before");
    Path link = Files.createSymbolicLink(directory.resolve("link.json"), file);

    ReportFile.write(link, "new");

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void aFileThatMayNotBeWrittenIsRefusedBeforeTheRun() throws IOException {
    Path file = Files.createFile(directory.resolve("report.json"));
    assertThat(file.toFile().setReadOnly()).isTrue();
    assumeFalse(Files.isWritable(file), "the superuser may write it all the same");

    assertThatThrownBy(() -> ReportFile.check(file)).hasMessageContaining("--report");
  }

  @Test
  void aFolderOrOneThatIsNotThereIsRefusedBeforeTheRun() {
    assertThatThrownBy(() -> ReportFile.check(directory)).hasMessageContaining("--report");
    assertThatThrownBy(() -> ReportFile.check(directory.resolve("no").resolve("report.json")))
        .isInstanceOf(Failure.class);
  }
}
