package dev.earshot.console;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What standard error is connected to. A screen is redrawn in place with ANSI sequences; anything
 * else (a file, a pipe, a dumb terminal) gets plain lines. Not thread-safe.
 */
public final class Terminal {
  private static final String CURSOR_OFF = "\u001b[?25l";
  private static final String CURSOR_ON = "\u001b[?25h";
  private static final String REST_OF_LINE_AWAY = "\u001b[K";
  private static final String REST_OF_SCREEN_AWAY = "\u001b[J";

  private final PrintStream out;
  private final Optional<Screen> screen;
  private final Colours colours;
  private final boolean unicode;
  private int linesDrawn;

  /**
   * A terminal whose abilities are known.
   *
   * @param screen empty where there is none to redraw on
   * @param environment for {@link Colours}, and the locale that says whether it shows UTF-8
   */
  public Terminal(PrintStream out, Optional<Screen> screen, Map<String, String> environment) {
    this.screen = screen;
    this.colours = Colours.of(screen.isPresent(), environment);
    this.unicode = isUtf8(environment);
    this.out = unicode ? new PrintStream(out, true, StandardCharsets.UTF_8) : out;
  }

  /** Standard error as it is now. */
  public static Terminal standardError() {
    return new Terminal(System.err, Screen.ofStandardError(), System.getenv());
  }

  /** The screen's size; empty when there is no screen. */
  public Optional<Screen> screen() {
    return screen;
  }

  /** Its colours. */
  public Colours colours() {
    return colours;
  }

  /** Whether more than ASCII can be shown. */
  public boolean unicode() {
    return unicode;
  }

  /** Prints a line that stays. */
  public void print(String line) {
    out.println(line);
    out.flush();
  }

  /**
   * Draws lines over those drawn last.
   *
   * @param lines each no wider than the screen, fewer than it has rows
   */
  public void redraw(List<String> lines) {
    StringBuilder text = new StringBuilder(CURSOR_OFF);
    if (linesDrawn > 0) {
      text.append("\u001b[").append(linesDrawn).append('A');
    }
    for (String line : lines) {
      text.append('\r').append(line).append(REST_OF_LINE_AWAY).append('\n');
    }
    text.append(REST_OF_SCREEN_AWAY).append(CURSOR_ON);
    out.print(text);
    out.flush();
    linesDrawn = lines.size();
  }

  private static boolean isUtf8(Map<String, String> environment) {
    for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value.toUpperCase(Locale.ROOT).replace("-", "").endsWith("UTF8");
      }
    }
    return false;
  }
}
