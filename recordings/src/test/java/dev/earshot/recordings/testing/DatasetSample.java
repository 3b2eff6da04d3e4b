package dev.earshot.recordings.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where tests find a part of UrbanSound8K: the environment's {@code URBANSOUND8K}, else {@code
 * ../shared/urbansound8k/sample/UrbanSound8K} beside the repository.
 */
public final class DatasetSample {
  private DatasetSample() {}

  /** The data set's folder; a test that asks for it is skipped where there is none. */
  public static Path folder() {
    String told = System.getenv("URBANSOUND8K");
    Path folder =
        told != null
            ? Path.of(told)
            : repository().resolve("../shared/urbansound8k/sample/UrbanSound8K").normalize();
    assumeTrue(
        Files.isRegularFile(folder.resolve("metadata/UrbanSound8K.csv")),
        "needs a part of UrbanSound8K: none at " + folder + " (set URBANSOUND8K to its folder)");
    return folder;
  }

  /**
   * The folder of reference vectors: the environment's {@code EARSHOT_GOLDEN}, else {@code
   * ../shared/golden} beside the repository; a test that asks for it is skipped where there is
   * none.
   */
  public static Path goldenVectors() {
    String told = System.getenv("EARSHOT_GOLDEN");
    Path folder =
        told != null ? Path.of(told) : repository().resolve("../shared/golden").normalize();
    assumeTrue(
        Files.isDirectory(folder),
        "needs the reference vectors: none at " + folder + " (set EARSHOT_GOLDEN to their folder)");
    return folder;
  }

  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && Files.exists(folder.resolveSibling("pom.xml"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
