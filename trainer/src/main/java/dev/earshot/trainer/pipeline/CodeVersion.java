package dev.earshot.trainer.pipeline;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Which version of the code is running. */
final class CodeVersion {
  private static final String UNKNOWN = "unknown";
  private static final long GIT_SECONDS_MAX = 5;

  private CodeVersion() {}

  /**
   * The commit of the checkout that this class was built in, as twelve digits, or {@code unknown}
   * where it lies in none or there is no git.
   */
  static String commit() {
    try {
      Path here =
          Path.of(CodeVersion.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Process git =
          new ProcessBuilder("git", "rev-parse", "--short=12", "HEAD")
              .directory(here.getParent().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!git.waitFor(GIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        git.destroyForcibly();
        return UNKNOWN;
      }
      String commit =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return git.exitValue() == 0 && commit.matches("[0-9a-f]{12,40}") ? commit : UNKNOWN;
    } catch (IOException | URISyntaxException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
