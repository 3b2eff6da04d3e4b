package dev.earshot.city.doctor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine that is asked something. */
record Program(Path file) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The program of a name on the PATH. */
  static Optional<Program> called(String name, Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .map(Program::new);
  }

  /** The first line that it says, if it ends in good order within {@code PATIENCE}. */
  Optional<String> firstLine(String... args) {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(args));
    try {
      Path said = Files.createTempFile("earshot-doctor", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        process.destroyForcibly();
        return ended && process.exitValue() == 0
            ? Files.readString(said, StandardCharsets.UTF_8).lines().findFirst()
            : Optional.empty();
      } finally {
        Files.delete(said);
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
