package dev.earshot.acoustics.model;

/** A model file that can't be used; the message is one line that says what is wrong with it. */
public final class InvalidModelException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong, said of "the model file": "its input is float32, needs to be int8". */
  public InvalidModelException(String message) {
    super(message);
  }

  /** As above, with what made it known. */
  public InvalidModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
