package dev.earshot.trainer.pipeline;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Which version of the code is running. */
final class CodeVersion {
  private static final String UNKNOWN = "unknown";
  private static final long GIT_SECONDS_MAX = 20;

  private CodeVersion() {}

  /**
   * The commit of the checkout that this class was built in, as twelve digits, with {@code -dirty}
   * behind them where the checkout holds what no commit does; or {@code unknown} where it lies in
   * none or there is no git.
   */
  static String commit() {
    try {
      Path here =
          Path.of(CodeVersion.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return commit(here.getParent());
    } catch (URISyntaxException e) {
      return UNKNOWN;
    }
  }

  /** As {@link #commit()}, of the checkout that a folder lies in. */
  static String commit(Path folder) {
    return git(folder, "rev-parse", "--short=12", "HEAD")
        .filter(commit -> commit.matches("[0-9a-f]{12,40}"))
        .flatMap(
            commit ->
                git(folder, "status", "--porcelain")
                    .map(changes -> changes.isEmpty() ? commit : commit + "-dirty"))
        .orElse(UNKNOWN);
  }

  /** What git prints; empty where it fails or takes too long. */
  private static Optional<String> git(Path folder, String... args) {
    try {
      // a file takes all that there may be to print, a pipe only so much before git would wait
      Path printed = Files.createTempFile("earshot-git", null);
      try {
        List<String> command = new ArrayList<>(List.of("git", "--no-optional-locks"));
        command.addAll(List.of(args));
        Process git =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(printed.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!git.waitFor(GIT_SECONDS_MAX, TimeUnit.SECONDS)) {
          git.destroyForcibly();
          return Optional.empty();
        }
        return git.exitValue() == 0
            ? Optional.of(Files.readString(printed).strip())
            : Optional.empty();
      } finally {
        Files.deleteIfExists(printed);
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
