package dev.earshot.processor.node;

import dev.earshot.contracts.DeadLetters.Reason;

/**
 * What comes of looking at a record by itself.
 *
 * @param <T> what it is when it is right
 */
public sealed interface Admission<T> {
  /** It is right, and this is what it says. */
  record Admitted<T>(T value) implements Admission<T> {}

  /**
   * It cannot be used.
   *
   * @param detail one line: what was found and what would have been right
   */
  record Rejected<T>(Reason reason, String detail) implements Admission<T> {}

  /** Short for {@link Rejected}. */
  static <T> Admission<T> rejected(Reason reason, String detail) {
    return new Rejected<>(reason, detail);
  }
}
