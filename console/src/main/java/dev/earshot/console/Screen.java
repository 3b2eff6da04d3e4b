package dev.earshot.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal's rows and columns. */
public record Screen(int rows, int columns) {
  /** What is taken where a terminal does not say its size. */
  public static final Screen USUAL = new Screen(24, 80);

  private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("(\\d+) (\\d+)\\s*");

  /**
   * The terminal that standard error is connected to, as large as it is now; empty where it is a
   * file or a pipe, or a terminal that can't redraw a line.
   */
  public static Optional<Screen> ofStandardError() {
    ProcessBuilder asks = shell("test -t 2 && stty size </dev/tty");
    return answer(asks.redirectError(ProcessBuilder.Redirect.INHERIT), Process::getInputStream);
  }

  /** The same of standard output. */
  public static Optional<Screen> ofStandardOutput() {
    ProcessBuilder asks = shell("test -t 1 && stty size </dev/tty >&2");
    return answer(asks.redirectOutput(ProcessBuilder.Redirect.INHERIT), Process::getErrorStream);
  }

  /** Whether a terminal, if there is one, can show lines and nothing else. */
  static boolean isDumb(Map<String, String> environment) {
    return environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  // Java 17 cannot tell whether one stream alone is a terminal, nor how large it is
  private static ProcessBuilder shell(String asks) {
    return new ProcessBuilder("sh", "-c", asks);
  }

  private static Optional<Screen> answer(
      ProcessBuilder asks, Function<Process, InputStream> answers) {
    if (isDumb(System.getenv())) {
      return Optional.empty();
    }
    try {
      Process asked = asks.start();
      try (InputStream answer = answers.apply(asked)) {
        String said = new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
        boolean isScreen = asked.waitFor(1, TimeUnit.SECONDS) && asked.exitValue() == 0;
        return isScreen ? Optional.of(sizeOf(said)) : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty(); // no such shell: a screen that cannot be redrawn
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  static Screen sizeOf(String answer) {
    Matcher matcher = ROWS_AND_COLUMNS.matcher(answer);
    if (!matcher.matches()) {
      return USUAL;
    }
    Screen size =
        new Screen(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    return size.rows() < 5 || size.columns() < 20 ? USUAL : size;
  }
}
