package dev.earshot.acoustics.model;

/** A model file that can't be used; the message is one line that says what is wrong with it. */
public final class InvalidModelException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int MOST_CHARACTERS = 300;

  /** What is wrong, said of "the model file": "its input is float32, needs to be int8". */
  public InvalidModelException(String message) {
    super(oneLine(message));
  }

  /** As above, with what made it known. */
  public InvalidModelException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** Messages quote the file, which may hold anything: of it ASCII is shown, and not much. */
  private static String oneLine(String message) {
    boolean isLong = message.length() > MOST_CHARACTERS;
    String kept = isLong ? message.substring(0, MOST_CHARACTERS) + "..." : message;
    return kept.replaceAll("[^ -~]", "?");
  }
}
