package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher where something is not there: it says so in one line, whatever it is. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "earshot");
  private static final String JAVA_17 = "echo 'openjdk version \"17.0.1\"' >&2";

  /** Where Earshot is: nothing but the launcher. */
  @TempDir private Path home;

  /** A java home whose java is a script. */
  @TempDir private Path javaHome;

  private record Outcome(int exitCode, String out, String err) {}

  @BeforeEach
  void copyLauncher() throws IOException {
    Files.copy(LAUNCHER, home.resolve("earshot"));
    java(JAVA_17);
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo 'Unable to locate a Java Runtime.' >&2; exit 1", "exit 0"})
  void aJavaThatCannotRunIsNamed(String script) throws Exception {
    Path java = java(script);

    assertFails(launch("score", "a.wav"), java + " does not say its version; point JAVA_HOME at");
  }

  @Test
  void anOldJavaIsNamed() throws Exception {
    Path java = java("echo 'java version \"1.8.0_400\"' >&2");

    assertFails(launch("score", "a.wav"), java + " is version 1; point JAVA_HOME at a JDK, 17");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "torture", "process", "simulate", "watch", "train", "score"})
  void aCommandThatIsNotBuiltIsNamed(String command) throws Exception {
    assertFails(launch(command), command + " is not built here; run it from a checkout");

    Files.createFile(home.resolve("pom.xml"));

    assertFails(launch(command), command + " is not built here and EARSHOT_BUILD is never; unset");
  }

  @Test
  void aLibraryFolderWithoutTheModulesJarIsNotBuilt() throws Exception {
    Path target = Files.createDirectories(home.resolve("trainer/target/lib")).getParent();
    Files.createFile(target.resolve("earshot-trainer-0.1.0-tests.jar"));

    assertFails(launch("train"), "train is not built here");
  }

  @Test
  void whatIsBuiltIsRunWithItsArguments() throws Exception {
    Path target = Files.createDirectories(home.resolve("trainer/target/lib")).getParent();
    Path jar = Files.createFile(target.resolve("earshot-trainer-0.1.0.jar")).toRealPath();
    Path app = Files.createDirectories(home.resolve("city/target/quarkus-app"));
    Path runner = Files.createFile(app.resolve("quarkus-run.jar")).toRealPath();
    java(JAVA_17 + "; printf '<%s>' \"$@\"");

    assertThat(launch("score", "a b.wav", "").out())
        .endsWith(
            "<-cp><%s:%s/lib/*><dev.earshot.trainer.TrainerMain><score><a b.wav><>"
                .formatted(jar, jar.getParent()));
    assertThat(launch("demo", "--nodes", "3").out())
        .endsWith("<-jar><%s><demo><--nodes><3>".formatted(runner));
  }

  @Test
  void anUnknownCommandIsWrongUsage() throws Exception {
    Outcome outcome = launch("sing");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("earshot: no command 'sing'; see 'earshot --help'\n");
  }

  private static void assertFails(Outcome outcome, String saying) {
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("earshot: ").contains(saying).hasLineCount(1);
    assertThat(outcome.out()).isEmpty();
  }

  private Path java(String script) throws IOException {
    Path java = Files.createDirectories(javaHome.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script + "\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return java;
  }

  private Outcome launch(String... args) throws Exception {
    List<String> command =
        Stream.concat(Stream.of("bash", home.resolve("earshot").toString()), Arrays.stream(args))
            .toList();
    Path err = javaHome.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", javaHome.toString());
    builder.environment().put("EARSHOT_BUILD", "never");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out, Files.readString(err));
  }
}
