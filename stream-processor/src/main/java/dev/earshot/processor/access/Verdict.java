package dev.earshot.processor.access;

/** What the rules say of a request. */
sealed interface Verdict {
  /** It may go on. */
  record Permitted() implements Verdict {}

  /** It may if a user asks it who may: first of all, who is it? */
  record Unknown() implements Verdict {}

  /**
   * It may not.
   *
   * @param why one line for whoever asked
   */
  record Refused(String why) implements Verdict {}
}
