package dev.earshot.city.torture;

import dev.earshot.console.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The packaged applications of this checkout, as processes are started from them.
 *
 * @param java the java that runs this process
 * @param city this module's: brokers
 * @param processor {@code earshot process}
 * @param otherModel a model file that is not the one that is used by default
 */
record Applications(Path java, Path city, Path processor, Path otherModel) {
  private static final Path OTHER_MODEL = Path.of("models", "earshot-paper-mlp.tflite");
  private static final Path RUNNER = Path.of("target", "quarkus-app", "quarkus-run.jar");

  /** Frees the memory that three brokers and two processors on one machine have to share. */
  private static final List<String> JVM = List.of("-Xmx400m", "--enable-native-access=ALL-UNNAMED");

  /**
   * Finds them: where the launcher says, else beside the one that this process runs.
   *
   * @throws Failure where one is not built
   */
  static Applications find() {
    Path home =
        System.getProperty("earshot.home") != null
            ? Path.of(System.getProperty("earshot.home"))
            : homeOf(Path.of(System.getProperty("java.class.path")));
    return new Applications(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        built(home, "city"),
        built(home, "stream-processor"),
        home.resolve(OTHER_MODEL));
  }

  /** HOME of HOME/city/target/quarkus-app/quarkus-run.jar. */
  private static Path homeOf(Path runner) {
    return runner.toAbsolutePath().resolve(Path.of("..", "..", "..", "..")).normalize();
  }

  private static Path built(Path home, String module) {
    Path runner = home.resolve(module).resolve(RUNNER);
    if (!Files.isRegularFile(runner)) {
      throw Failure.because(
          runner + " is not there; start it with ./earshot, which builds it, from a checkout");
    }
    return runner;
  }

  List<String> broker(List<String> arguments) {
    return command(List.of("-XX:+UseSerialGC"), city, "broker", arguments);
  }

  List<String> process(List<String> jvmOptions, List<String> arguments) {
    return command(jvmOptions, processor, "process", arguments);
  }

  private List<String> command(
      List<String> jvmOptions, Path runner, String name, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(JVM);
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", runner.toString(), name));
    command.addAll(arguments);
    return command;
  }
}
