package dev.earshot.console;

import java.util.Map;

/**
 * Colours of a terminal, or none: every command asks here. They need a terminal that is not dumb,
 * and nobody who objects by {@code NO_COLOR} (no-color.org). Immutable.
 *
 * @param on whether text is painted; off, it is left as it is
 */
public record Colours(boolean on) {
  /** What a text may look like. */
  public enum Paint {
    BOLD("1"),
    DIM("2"),
    RED("1;31"),
    GREEN("32"),
    YELLOW("33");

    private final String code;

    Paint(String code) {
      this.code = code;
    }
  }

  /**
   * Those that suit.
   *
   * @param isTerminal whether the output goes to one
   * @param environment for {@code NO_COLOR} and {@code TERM}
   */
  public static Colours of(boolean isTerminal, Map<String, String> environment) {
    return new Colours(
        isTerminal
            && !Screen.isDumb(environment)
            && environment.getOrDefault("NO_COLOR", "").isEmpty());
  }

  /** Those of standard output as it is now. */
  public static Colours ofStandardOutput() {
    return of(Screen.ofStandardOutput().isPresent(), System.getenv());
  }

  /** The text, painted if colours are on. */
  public String paint(Paint paint, String text) {
    return on ? "\u001b[" + paint.code + "m" + text + "\u001b[0m" : text;
  }
}
