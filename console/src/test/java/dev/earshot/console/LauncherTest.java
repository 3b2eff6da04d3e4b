package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
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
  void aBuildSaysALineAModuleWhereThereIsNoTerminal() throws Exception {
    toBuild();

    Outcome outcome = launch(Map.of("EARSHOT_BUILD", ""), "demo");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .isEqualTo(
            """
            earshot: building city and what it needs (first time: a few minutes)
            earshot:   1 of 2  Earshot: what all share
            earshot:   2 of 2  Earshot: a whole city
            """);
    assertThat(launch(Map.of("EARSHOT_BUILD", ""), "demo").err()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void onATerminalItIsOneLineWithTheTimeLeft() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs 'script' for a terminal");
    toBuild();
    String demo = "bash " + home.resolve("earshot") + " demo";

    String shown = terminal("xterm", demo);

    assertThat(shown)
        .contains("\r\033[Kearshot: building 1 of 2, console  0:0")
        .contains(", about 0:09 left")
        .contains("\r\033[Kearshot: building 2 of 2, city  0:0")
        .doesNotContain("Earshot: what all share");
    Files.delete(home.resolve("city/target/earshot-built"));
    assertThat(terminal("dumb", demo)).contains("1 of 2  Earshot: what all").doesNotContain("\033");
  }

  private String terminal(String kind, String command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qec", command, "/dev/null");
    builder.redirectErrorStream(true).environment().putAll(toBuildWith());
    builder.environment().put("TERM", kind);
    Process process = builder.start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Map<String, String> toBuildWith() {
    String path = home.resolve("bin") + ":" + System.getenv("PATH");
    return Map.of("PATH", path, "JAVA_HOME", javaHome.toString(), "EARSHOT_BUILD", "");
  }

  /** Two modules, and a Maven that says what Maven says of them. */
  private void toBuild() throws IOException {
    java("[ \"$1\" != -version ] || " + JAVA_17);
    Files.createFile(home.resolve("pom.xml"));
    Files.createDirectories(home.resolve("console/src/main"));
    Files.createDirectories(home.resolve("city/src/main"));
    Files.createFile(home.resolve("console/pom.xml"));
    Files.writeString(home.resolve("city/pom.xml"), "<artifactId>earshot-console</artifactId>\n");
    script(javaHome.resolve("bin/javac"), "exit 0");
    Path bin = Files.createDirectories(home.resolve("bin"));
    script(
        bin.resolve("mvn"),
        """
        echo '[INFO] -------< dev.earshot:earshot-console >-------'
        echo '[INFO] Building Earshot: what all share 0.1.0     [1/2]'
        echo '[INFO] -------< dev.earshot:earshot-city >-------'
        echo '[INFO] Building Earshot: a whole city 0.1.0     [2/2]'
        mkdir -p %1$s/console/target %1$s/city/target/quarkus-app
        touch %1$s/city/target/quarkus-app/quarkus-run.jar
        """
            .formatted(home));
  }

  @Test
  void helpOfACommandIsItsOwn() throws Exception {
    Path app = Files.createDirectories(home.resolve("city/target/quarkus-app"));
    Files.createFile(app.resolve("quarkus-run.jar"));
    java(JAVA_17 + "; printf '<%s>' \"$@\"");

    assertThat(launch("help", "demo").out()).endsWith("<demo><--help>");
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
    return script(java, script);
  }

  private static Path script(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private Outcome launch(String... args) throws Exception {
    return launch(Map.of("EARSHOT_BUILD", "never"), args);
  }

  private Outcome launch(Map<String, String> environment, String... args) throws Exception {
    List<String> command =
        Stream.concat(Stream.of("bash", home.resolve("earshot").toString()), Arrays.stream(args))
            .toList();
    Path err = javaHome.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", javaHome.toString());
    builder.environment().put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out, Files.readString(err));
  }
}
