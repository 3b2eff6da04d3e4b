package dev.earshot.processor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.earshot.processor.http.Evaluations.Evaluation;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationsTest {
  @TempDir private Path folder;

  private record Config(Optional<Path> reports) implements PageConfig {
    @Override
    public Optional<String> tilesUrl() {
      return Optional.empty();
    }

    @Override
    public Optional<String> tilesOrigin() {
      return Optional.empty();
    }

    @Override
    public Optional<String> tilesAttribution() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> peerCertificates() {
      return Optional.empty();
    }

    @Override
    public boolean demo() {
      return false;
    }
  }

  private static List<Evaluation> in(Path folder) {
    return new Evaluations(new Config(Optional.of(folder))).all();
  }

  private Path page(String name) throws IOException {
    Path report = folder.resolve(name).resolve("report.html");
    Files.createDirectories(report.getParent());
    return Files.writeString(report, "<p>");
  }

  @Test
  void aPageIsCalledByItsFolderWhateverThatIsCalled() throws Exception {
    page("fold-1");
    page("a b;c?d#e%2f");
    page("cv/fold-2");

    assertThat(in(folder))
        .extracting(Evaluation::name, Evaluation::href)
        .containsExactly(
            tuple("a b;c?d#e%2f", "/evaluations/a%20b%3Bc%3Fd%23e%252f"),
            tuple("cv/fold-2", "/evaluations/cv%2Ffold-2"),
            tuple("fold-1", "/evaluations/fold-1"));
  }

  @Test
  void theFolderMayBeALinkButNothingInItIsFollowed() throws Exception {
    Path elsewhere = page("elsewhere");
    Path reports = Files.createDirectory(folder.resolve("reports"));
    Files.createSymbolicLink(reports.resolve("away"), elsewhere.getParent());
    Files.createSymbolicLink(reports.resolve("report.html"), elsewhere);
    page("reports/own");
    Path link = Files.createSymbolicLink(folder.resolve("link"), reports);

    assertThat(in(link)).extracting(Evaluation::name).containsExactly("own");
  }

  @Test
  void aFileThatIsTooLargeForAPageIsNone() throws Exception {
    page("small");
    try (RandomAccessFile large = new RandomAccessFile(page("large").toFile(), "rw")) {
      large.setLength(10_000_001);
    }

    assertThat(in(folder)).extracting(Evaluation::name).containsExactly("small");
  }

  @Test
  void aFolderThatIsGoneHasNone() {
    assertThat(in(folder.resolve("gone"))).isEmpty();
  }
}
