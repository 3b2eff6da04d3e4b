package dev.earshot.recordings;

import java.io.IOException;

/**
 * A file that holds no sound this project can read; its message is one line that says what is wrong
 * with it.
 */
public final class UnreadableAudioException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableAudioException(String message) {
    super(message);
  }

  UnreadableAudioException(String message, Throwable cause) {
    super(message, cause);
  }
}
