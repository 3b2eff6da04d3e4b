package dev.earshot.trainer.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.earshot.console.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
  @TempDir private Path folder;

  @Test
  void filesReplaceThoseThereBefore() throws Exception {
    Files.writeString(folder.resolve("a"), "before");

    Outputs.write(folder, files());

    assertThat(folder.resolve("a")).hasContent("new a");
    assertThat(folder.resolve("b")).hasContent("new b");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whereOneCannotBeRenamedThoseBeforeItAreReplacedAndNothingHalfIsLeft() throws Exception {
    Files.writeString(folder.resolve("a"), "before");
    inTheWay("b");

    assertThatThrownBy(() -> Outputs.write(folder, files())).isInstanceOf(Failure.class);

    assertThat(folder.resolve("a")).hasContent("new a");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void onAFullDiskThoseThereBeforeAreAsTheyWereAndNothingElseIsLeft() throws Exception {
    Configuration small =
        Configuration.unix().toBuilder().setBlockSize(512).setMaxSize(1_024).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path out = Files.createDirectories(disk.getPath("/out"));
      Files.writeString(out.resolve("a"), "before");
      Map<String, byte[]> files = files();
      files.put("c", new byte[1_000]);

      assertThatThrownBy(() -> Outputs.write(out, files))
          .isInstanceOf(Failure.class)
          .hasMessage("can't write to /out: out of disk space; choose another folder or make room");
      assertThatThrownBy(() -> Outputs.write(out.resolve("deep/er"), files))
          .isInstanceOf(Failure.class);

      assertThat(out.resolve("a")).hasContent("before");
      try (Stream<Path> left = Files.list(out)) {
        assertThat(left).containsExactly(out.resolve("a"));
      }
    }
  }

  @Test
  void preparingLeavesNothingBehind() {
    Outputs.prepare(folder.resolve("deep/er"));

    assertThat(folder).isEmptyDirectory();
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a", "new a".getBytes(StandardCharsets.UTF_8));
    files.put("b", "new b".getBytes(StandardCharsets.UTF_8));
    return files;
  }

  /** A folder that holds something can be neither written to nor replaced. */
  private void inTheWay(String name) throws IOException {
    Files.createFile(Files.createDirectory(folder.resolve(name)).resolve("something"));
  }
}
