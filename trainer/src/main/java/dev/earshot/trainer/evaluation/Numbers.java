package dev.earshot.trainer.evaluation;

/** Numbers that a user gave, in words for people. */
final class Numbers {
  private Numbers() {}

  /** As short as it can be said: 5 and not 5.0. */
  static String plain(double value) {
    return Double.toString(value).replaceAll("\\.0$", "");
  }
}
