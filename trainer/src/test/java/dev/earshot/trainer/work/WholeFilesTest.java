package dev.earshot.trainer.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFilesTest {
  private static final int WRITERS = 4;
  private static final int TIMES = 50;

  @TempDir private Path folder;

  @Test
  void whoMayReadAFileIsAsOfAnyOther() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path other = Files.write(folder.resolve("other"), new byte[1]);

    WholeFiles.write(folder.resolve("one"), new byte[1]);
    WholeFiles.write(folder, Map.of("of-several", new byte[1]));

    assertThat(Files.getPosixFilePermissions(folder.resolve("one")))
        .isEqualTo(Files.getPosixFilePermissions(folder.resolve("of-several")))
        .isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  void ofSeveralWritersEachFileIsWholeAndOnesOwn() throws Exception {
    List<Callable<Void>> writers =
        IntStream.range(0, WRITERS).mapToObj(i -> writer((byte) (i + 1))).toList();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a", "b");
    for (String name : List.of("a", "b")) {
      byte[] content = Files.readAllBytes(folder.resolve(name));
      assertThat(content).hasSize(content[0] * 1_000).containsOnly(content[0]);
    }
  }

  /** Writes files that are full of its number and as many thousand bytes long. */
  private Callable<Void> writer(byte number) {
    byte[] content = new byte[number * 1_000];
    Arrays.fill(content, number);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a", content);
    files.put("b", content);
    return () -> {
      for (int i = 0; i < TIMES; i++) {
        WholeFiles.write(folder, files);
      }
      return null;
    };
  }
}
