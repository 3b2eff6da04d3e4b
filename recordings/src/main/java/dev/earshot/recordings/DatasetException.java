package dev.earshot.recordings;

import java.io.IOException;

/**
 * A folder that is not the data set it should be; its message is one line that says what is wrong
 * and what to give.
 */
public final class DatasetException extends IOException {
  private static final long serialVersionUID = 1L;

  DatasetException(String message) {
    super(message);
  }

  DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
