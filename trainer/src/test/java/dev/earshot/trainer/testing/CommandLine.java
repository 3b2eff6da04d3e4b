package dev.earshot.trainer.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.trainer.TrainerMain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Runs the trainer's commands as a user would, and hears what they print. */
public final class CommandLine {
  private CommandLine() {}

  /** What came of a command. */
  public record Outcome(int exitCode, String out, String err) {
    /** Standard output, line by line. */
    public List<String> lines() {
      return out.lines().toList();
    }

    /** Standard output, which is JSON. */
    public JsonNode json() throws Exception {
      return new ObjectMapper().readTree(out);
    }
  }

  /** Runs a command in this process. */
  public static Outcome run(Object... args) {
    PrintStream standardOut = System.out;
    PrintStream standardErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int exitCode = TrainerMain.run(Stream.of(args).map(String::valueOf).toArray(String[]::new));
      return new Outcome(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(standardOut);
      System.setErr(standardErr);
    }
  }

  /** Asserts that a command fails with one line that says why. */
  public static void assertFails(int exitCode, String saying, Object... args) {
    Outcome outcome = run(args);

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
    assertThat(outcome.err().lines()).singleElement().asString().contains(saying);
    assertThat(outcome.err()).startsWith("earshot: ").doesNotContain("Exception:");
  }
}
