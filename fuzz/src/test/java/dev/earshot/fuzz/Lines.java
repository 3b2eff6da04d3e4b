package dev.earshot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.ShownText;

/** What is told of a hostile input, to users, in logs and in the headers of dead letters. */
final class Lines {
  private static final int MOST_CHARACTERS = 600;

  private Lines() {}

  /** It is one line that a terminal can show, however much the input has to say. */
  static void requireOneLine(String message) {
    assertThat(message).isNotBlank().hasSizeLessThanOrEqualTo(MOST_CHARACTERS);
    assertThat(ShownText.isPlain(message)).as(message).isTrue();
  }
}
