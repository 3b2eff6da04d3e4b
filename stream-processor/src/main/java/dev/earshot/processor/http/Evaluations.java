package dev.earshot.processor.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The evaluation pages that the trainer has written below a folder. Thread-safe. */
@Singleton
class Evaluations {
  static final String PATH = "/evaluations/";

  private static final Logger LOG = Logger.getLogger(Evaluations.class);
  private static final String FILE = "report.html";
  private static final int DEPTH_MAX = 3;
  private static final int PAGES_MAX = 200;

  /**
   * One page.
   *
   * @param name of its folder
   * @param href where it is served
   */
  record Evaluation(String name, String href, @JsonIgnore Path file) {}

  private final Optional<Path> folder;

  Evaluations(PageConfig config) {
    folder = config.reports();
  }

  /** Those there are now, by name. */
  List<Evaluation> all() {
    return folder.map(Evaluations::below).orElse(List.of());
  }

  private static List<Evaluation> below(Path folder) {
    try (Stream<Path> files =
        Files.find(
            folder,
            DEPTH_MAX,
            (file, attributes) ->
                attributes.isRegularFile() && file.getFileName().toString().equals(FILE))) {
      return files.sorted().limit(PAGES_MAX).map(file -> evaluation(folder, file)).toList();
    } catch (IOException | UncheckedIOException e) {
      LOG.warnf("the evaluation pages in %s can't be listed: %s", folder, e.getMessage());
      return List.of();
    }
  }

  private static Evaluation evaluation(Path folder, Path file) {
    Path parent = folder.relativize(file).getParent();
    String name =
        parent == null ? folder.toAbsolutePath().getFileName().toString() : parent.toString();
    String inPath = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return new Evaluation(name, PATH + inPath, file);
  }
}
