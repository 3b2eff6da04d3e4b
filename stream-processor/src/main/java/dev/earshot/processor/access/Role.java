package dev.earshot.processor.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a user may do; each role may do what those before it may. */
public enum Role {
  /** Look at the page and read {@code /api}. */
  VIEWER,
  /**
   * Change what belongs to the running of nodes: everything that writes, but what an admin does.
   */
  OPERATOR,
  /** Whatever lies below {@code /api/admin}. */
  ADMIN;

  /** As users' files and tokens call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All of them, for a message. */
  static String words() {
    return Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "));
  }

  /** The role that is called so; empty where none is. */
  public static Optional<Role> called(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /** The one of these that may do most; words that are no role's say nothing. */
  public static Optional<Role> strongestOf(Collection<String> words) {
    return words.stream().flatMap(word -> called(word).stream()).max(Comparator.naturalOrder());
  }

  /** Whether who has this role may do what needs the other one. */
  boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
