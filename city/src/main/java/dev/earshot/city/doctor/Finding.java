package dev.earshot.city.doctor;

/**
 * What one check has found. Immutable.
 *
 * @param check what was looked at, in a word or two
 * @param says what was found
 * @param todo what to do about it; empty where nothing is to be done
 */
record Finding(String check, Grade grade, String says, String todo) {
  /** How bad it is. */
  enum Grade {
    /** As it should be. */
    OK,
    /** Not there, or not to be known, and not needed by all. */
    SKIPPED,
    /** Works, but not for everything, or not for long. */
    WARNING,
    /** Does not work. */
    FAULT
  }

  static Finding ok(String check, String says) {
    return new Finding(check, Grade.OK, says, "");
  }

  static Finding skipped(String check, String says) {
    return new Finding(check, Grade.SKIPPED, says, "");
  }

  static Finding warning(String check, String says, String todo) {
    return new Finding(check, Grade.WARNING, says, todo);
  }

  static Finding fault(String check, String says, String todo) {
    return new Finding(check, Grade.FAULT, says, todo);
  }
}
