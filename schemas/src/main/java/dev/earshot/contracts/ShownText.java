package dev.earshot.contracts;

import java.util.regex.Pattern;

/** Text from outside that people get to see: on pages, in terminals and logs, in headers. */
public final class ShownText {
  /**
   * What a terminal obeys or a reader is misled by: control characters (C0, DEL, C1), separators of
   * lines, marks that turn the direction of text.
   */
  public static final Pattern COMMANDING =
      Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

  private ShownText() {}

  /** Whether it can be shown as it is: nothing in it commands, and no character is half of one. */
  public static boolean isPlain(String text) {
    return !COMMANDING.matcher(text).find() && isWellFormed(text);
  }

  private static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /**
   * One line that can be shown, for messages that quote what came in.
   *
   * @param charactersMax what is longer is cut
   */
  public static String oneLine(String text, int charactersMax) {
    String kept = text.length() > charactersMax ? text.substring(0, charactersMax) : text;
    return COMMANDING.matcher(kept).replaceAll(" ");
  }
}
