package dev.earshot.city.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A packaged command as a user runs it: a process of its own, with its output in files. Whoever
 * starts one closes it.
 */
public final class Packaged implements AutoCloseable {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final Path out;
  private final Path err;

  private Packaged(List<String> command, Map<String, String> environment, Path directory) {
    try {
      out = Files.createTempFile(directory, "out", ".log");
      err = Files.createTempFile(directory, "err", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code process} or {@code password}, of the stream processor. */
  public static Packaged processor(
      Path directory, Map<String, String> environment, String... args) {
    Path jar = ROOT.resolve("stream-processor/target/quarkus-app/quarkus-run.jar");
    return new Packaged(java(List.of("-jar", jar.toString()), args), environment, directory);
  }

  /** {@code demo}, without its table; its temporary files go into the directory. */
  public static Packaged demo(Path directory, String... args) {
    Path jar = ROOT.resolve("city/target/quarkus-app/quarkus-run.jar");
    List<String> what =
        List.of("-Djava.io.tmpdir=" + directory, "-jar", jar.toString(), "demo", "--headless");
    return new Packaged(java(what, args), Map.of(), directory);
  }

  /** {@code simulate} or {@code watch}. */
  public static Packaged simulator(
      Path directory, Map<String, String> environment, String... args) {
    Path target = ROOT.resolve("producer-sim/target");
    try (Stream<Path> files = Files.list(target)) {
      Path jar =
          files
              .filter(
                  file -> file.getFileName().toString().matches("earshot-producer-sim-[\\d.]+jar"))
              .findFirst()
              .orElseThrow();
      String classPath = jar + File.pathSeparator + target.resolve("lib") + "/*";
      return new Packaged(
          java(List.of("-cp", classPath, "dev.earshot.sim.SimMain"), args), environment, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> java(List<String> what, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(what);
    command.addAll(List.of(args));
    return command;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Told to end as Ctrl-C does it. */
  public void stop() {
    process.destroy();
  }

  /** Killed, as the machine is lost that it runs on; returns when it is gone. */
  public void kill() {
    close();
  }

  /** Waits for its end. */
  public int exitCode() {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  /** What it has printed so far. */
  public String standardOutput() {
    return read(out);
  }

  /** What it has logged so far. */
  public String standardError() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
