package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

class EarshotCommandTest {
  @Command(name = "listen")
  private static final class Listen extends EarshotCommand {
    @Option(names = "--nodes")
    private int nodes;

    @Spec private CommandSpec spec;
    private boolean nodesAreGiven;

    private final RuntimeException thrown;

    Listen(RuntimeException thrown) {
      this.thrown = thrown;
    }

    Listen() {
      this(null);
    }

    @Override
    public void run() {
      nodesAreGiven = spec.commandLine().getParseResult().hasMatchedOption("--nodes");
      if (thrown != null) {
        throw thrown;
      }
    }
  }

  private final StringWriter err = new StringWriter();

  private int execute(EarshotCommand command, String... args) {
    return EarshotCommand.commandLine(command).setErr(new PrintWriter(err)).execute(args);
  }

  @Test
  void aFailureIsOneLineAndItsExitCode() {
    int code = execute(new Listen(Failure.because("no folder x;\n  give another")));

    assertThat(code).isEqualTo(1);
    assertThat(err).hasToString("earshot: no folder x; give another\n");
  }

  @Test
  void wrongUsageIsOneLineThatNamesTheHelp() {
    int code = execute(new Listen(), "--nodes", "many");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("earshot: Invalid value for option '--nodes'")
        .endsWith("see './earshot listen --help'\n")
        .hasLineCount(1);
  }

  @Test
  void aFailureOfUsageExitsWithTwo() {
    assertThat(execute(new Listen(Failure.usage("--nodes is 0, needs to be 1 or more"))))
        .isEqualTo(2);
  }

  @Test
  void aBugIsOneLineTooAndItsTraceIsThereOnRequest() {
    assertThat(execute(new Listen(new IllegalStateException("odd")))).isEqualTo(1);
    assertThat(err.toString())
        .hasLineCount(1)
        .startsWith("earshot: unexpected: IllegalStateException: odd");

    execute(new Listen(new IllegalStateException("odd")), "--verbose");

    assertThat(err.toString()).contains("at " + EarshotCommandTest.class.getName());
  }

  @Test
  void outputThatIsLostIsAFailure() {
    PrintStream standard = System.out;
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    try {
      System.setOut(new PrintStream(full));

      assertThat(EarshotCommand.run(new Listen(), "--version")).isEqualTo(1);
    } finally {
      System.setOut(standard);
    }
    assertThat(EarshotCommand.run(new Listen(), "--version")).isZero();
  }

  @Test
  void aCommandSeesWhatItWasGiven() {
    Listen listen = new Listen();

    EarshotCommand.dispatch(List.of(listen), "listen", "--nodes", "3");

    assertThat(listen.nodesAreGiven).isTrue();
  }

  @Test
  void helpSaysHowTheCommandIsCalled() {
    assertThat(EarshotCommand.commandLine(new Listen()).getUsageMessage())
        .startsWith("Usage: ./earshot listen [");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void everyCommandSaysItsVersion(String option) {
    StringWriter out = new StringWriter();

    int code =
        EarshotCommand.commandLine(new Listen()).setOut(new PrintWriter(out)).execute(option);

    assertThat(code).isZero();
    assertThat(out.toString()).matches("earshot \\d+\\.\\d+\\.\\d+\\S*\n");
  }

  @Test
  void theFirstArgumentNamesTheCommand() {
    assertThat(EarshotCommand.dispatch(List.of(new Listen()), "listen", "--nodes", "3")).isZero();
    assertThat(EarshotCommand.dispatch(List.of(new Listen()), "sing")).isEqualTo(2);
    assertThat(EarshotCommand.dispatch(List.of(new Listen()))).isEqualTo(2);
  }
}
