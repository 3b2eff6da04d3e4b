package dev.earshot.processor.audio;

/** Why an envelope does not open; the message is one line for whoever wanted to listen. */
public final class UnopenedException extends Exception {
  private static final long serialVersionUID = 1L;

  UnopenedException(String message) {
    super(message);
  }

  UnopenedException(String message, Throwable cause) {
    super(message, cause);
  }
}
