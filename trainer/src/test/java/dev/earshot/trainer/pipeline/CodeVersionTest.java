package dev.earshot.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeVersionTest {
  @TempDir private Path folder;

  @Test
  void aCheckoutWithoutChangesIsItsCommit() throws Exception {
    commitOneFile();

    assertThat(CodeVersion.commit(folder)).matches("[0-9a-f]{12}");
  }

  @Test
  void whatNoCommitHoldsIsSaid() throws Exception {
    commitOneFile();
    String clean = CodeVersion.commit(folder);

    Path added = Files.writeString(folder.resolve("added"), "x");
    assertThat(CodeVersion.commit(folder)).isEqualTo(clean + "-dirty");

    Files.delete(added);
    assertThat(CodeVersion.commit(folder)).isEqualTo(clean);

    Files.writeString(folder.resolve("file"), "changed");
    Path below = Files.createDirectory(folder.resolve("below"));
    assertThat(CodeVersion.commit(below)).isEqualTo(clean + "-dirty");
  }

  @Test
  void outsideOfACheckoutItIsUnknown() {
    assertThat(CodeVersion.commit(folder)).isEqualTo("unknown");
  }

  private void commitOneFile() throws Exception {
    Files.writeString(folder.resolve("file"), "committed");
    git("init", "-q");
    git("add", "file");
    git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "--no-gpg-sign", "-m", "one");
  }

  private void git(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(args));
    try {
      Process git = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
      assertThat(git.waitFor()).isZero();
    } catch (IOException e) {
      assumeThat(e).as("git is there").isNull();
    }
  }
}
