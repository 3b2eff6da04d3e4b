package dev.earshot.city.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  @TempDir private Path directory;
  private Path root;

  @BeforeEach
  void plant() throws IOException {
    root = Files.createDirectory(directory.resolve("root"));
    for (int i = 0; i < 500; i++) {
      Path branch = Files.createDirectories(root.resolve("branch-" + i).resolve("twig"));
      Files.createFile(branch.resolve("leaf"));
    }
  }

  @Test
  void deletesAllThereIs() throws IOException {
    FileTree.delete(root);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void keepsOneFileAndTheWayToIt() throws IOException {
    Path kept = root.resolve("branch-7").resolve("twig").resolve("leaf");

    FileTree.deleteAllBut(kept, root);

    try (var left = Files.walk(root)) {
      assertThat(left).containsExactly(root, kept.getParent().getParent(), kept.getParent(), kept);
    }
  }

  @Test
  void whatOthersDeleteMeanwhileIsNoFailure() throws IOException {
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> assertThatCode(() -> FileTree.delete(root)).doesNotThrowAnyException());
    FileTree.delete(root);
    other.join();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatIsNotThereIsDeleted() {
    assertThatCode(() -> FileTree.delete(directory.resolve("nothing"))).doesNotThrowAnyException();
  }
}
