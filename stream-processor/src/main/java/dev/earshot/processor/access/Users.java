package dev.earshot.processor.access;

import dev.earshot.console.Failure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The users of a file: a properties file of lines {@code NAME=ROLE,HASH}, the hash one of bcrypt.
 * Immutable.
 */
public final class Users {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

  /** One user; the hash is one for which {@link Passwords#isHash} holds. */
  record User(String name, Role role, String hash) {}

  private final Map<String, User> byName;

  private Users(Map<String, User> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * Reads the file.
   *
   * @throws Failure where it cannot be read, names nobody, or a line is wrong; no message has
   *     anything of a hash
   */
  public static Users read(Path file) {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.because(
          "cannot read --users %s (%s)".formatted(file, e.getClass().getSimpleName()), e);
    }
    Map<String, User> users = new HashMap<>();
    for (String name : lines.stringPropertyNames()) {
      users.put(name, user(file, name, lines.getProperty(name)));
    }
    if (users.isEmpty()) {
      throw Failure.because("--users " + file + " names nobody; './earshot password' makes a line");
    }
    return new Users(users);
  }

  private static User user(Path file, String name, String value) {
    if (!isName(name)) {
      // what stands in a name's place may be half of a line, as a hash
      throw Failure.because(
          "--users %s: a line begins with what is no name; one has 1 to 64 of A-Z, a-z, 0-9, '.', '_', '@', '-'"
              .formatted(file));
    }
    String[] parts = value.split(",", 2);
    Role role =
        Role.called(parts[0].strip())
            .orElseThrow(() -> wrong(file, name, "its role needs to be one of " + Role.words()));
    String hash = parts.length == 2 ? parts[1].strip() : "";
    if (!Passwords.isHash(hash)) {
      throw wrong(
          file,
          name,
          "after the role there needs to be a bcrypt hash of cost 10 to 14;"
              + " './earshot password' makes the line");
    }
    return new User(name, role, hash);
  }

  private static Failure wrong(Path file, String name, String what) {
    return Failure.because("--users %s, user '%s': %s".formatted(file, name, what));
  }

  /** Whether a user can be called so. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** A line for the file. */
  static String line(String name, Role role, String hash) {
    return name + "=" + role.word() + "," + hash;
  }

  /** The user of that name; empty where there is none. */
  Optional<User> called(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
