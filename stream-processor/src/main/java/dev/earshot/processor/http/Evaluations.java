package dev.earshot.processor.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** The evaluation pages that the trainer has written below a folder. Thread-safe. */
@Singleton
class Evaluations {
  static final String PATH = "/evaluations/";

  private static final Logger LOG = Logger.getLogger(Evaluations.class);
  private static final String FILE = "report.html";
  private static final int DEPTH_MAX = 3;
  private static final int PAGES_MAX = 200;

  /** A larger file is no page of the trainer; each that asks has it in memory as a whole. */
  private static final long BYTES_MAX = 10_000_000;

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

  private static List<Evaluation> below(Path given) {
    try {
      Path folder = given.toRealPath(); // which may be a link itself; in it none are followed
      Found found = new Found();
      Files.walkFileTree(folder, Set.of(), DEPTH_MAX, found);
      return found.files.stream()
          .sorted()
          .limit(PAGES_MAX)
          .map(file -> evaluation(folder, file))
          .toList();
    } catch (IOException e) {
      LOG.warnf("the evaluation pages in %s can't be listed: %s", given, e.getMessage());
      return List.of();
    }
  }

  /** The pages among a folder's files; what can't be read is passed over. */
  private static final class Found extends SimpleFileVisitor<Path> {
    final List<Path> files = new ArrayList<>();

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()
          && attributes.size() <= BYTES_MAX
          && file.getFileName().toString().equals(FILE)) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }

  private static Evaluation evaluation(Path folder, Path file) {
    Path parent = folder.relativize(file).getParent();
    String name =
        parent != null
            ? parent.toString()
            : Optional.ofNullable(folder.getFileName()).map(Path::toString).orElse(FILE);
    String inPath = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return new Evaluation(name, PATH + inPath, file);
  }
}
