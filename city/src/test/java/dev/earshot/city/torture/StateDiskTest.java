package dev.earshot.city.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDiskTest {
  @TempDir private Path directory;

  @Test
  void isAFolderInAnyCase() throws IOException {
    Path folder = directory.resolve("made").resolve("here");
    try (StateDisk disk = new StateDisk(folder)) {
      assertThat(Files.writeString(disk.folder().resolve("file"), "text")).hasContent("text");
    }
    assertThat(folder).isDirectory();
  }

  @Test
  void takesNothingMoreWhileItIsFull() throws IOException {
    try (StateDisk disk = new StateDisk(directory.resolve("disk"))) {
      assumeTrue(disk.canBeFilled(), "this user may mount a disk");
      Path file = disk.folder().resolve("file");

      disk.fill();
      assertThatThrownBy(() -> Files.writeString(file, "text")).isInstanceOf(IOException.class);

      disk.free();
      assertThat(Files.writeString(file, "text")).hasContent("text");
    }
  }
}
