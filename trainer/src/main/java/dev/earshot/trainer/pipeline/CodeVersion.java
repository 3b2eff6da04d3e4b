package dev.earshot.trainer.pipeline;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.trainer.work.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Which version of the code is running. */
public final class CodeVersion {
  private static final String UNKNOWN = "unknown";
  private static final long GIT_SECONDS_MAX = 20;

  private CodeVersion() {}

  /**
   * The commit of the checkout that this class was built in, as twelve digits, with {@code -dirty}
   * behind them where the checkout holds what no commit does; or {@code unknown} where it lies in
   * none or there is no git.
   */
  static String commit() {
    return commit(home(CodeVersion.class).getParent());
  }

  /**
   * A sum of the compiled code that makes models: of this module, of the front-end and of the
   * reader of recordings. It tells apart what a commit can't, as two states of a checkout with
   * changes.
   */
  public static Sha256 fingerprint() {
    return Sha256.of(
        Stream.of(CodeVersion.class, ModelFile.class, UrbanSound8K.class)
            .flatMap(code -> files(home(code)).stream())
            .map(CodeVersion::read)
            .toArray(byte[][]::new));
  }

  /** The jar, or the folder of classes, that a class is of. */
  private static Path home(Class<?> code) {
    try {
      return Path.of(code.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> files(Path home) {
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
