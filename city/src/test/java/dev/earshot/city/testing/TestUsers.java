package dev.earshot.city.testing;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** The users of a processor: one of each role, and how each logs in. */
public final class TestUsers {
  /** That of {@code vic}. */
  public static final String VIEWER_PASSWORD = "a word of a viewer";

  private static final String AUTHORIZATION = "Authorization";

  private TestUsers() {}

  /** Their file for {@code process --users}. */
  public static Path file(Path directory) {
    try {
      return Files.write(
          directory.resolve("users"),
          List.of(
              line("vic", "viewer", VIEWER_PASSWORD),
              line("oda", "operator", "a word of an operator"),
              line("ada", "admin", "a word of an admin")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The header by which {@code vic} logs in, name and value. */
  public static String[] viewer() {
    return logIn("vic", VIEWER_PASSWORD);
  }

  /** That of {@code oda}. */
  public static String[] operator() {
    return logIn("oda", "a word of an operator");
  }

  /** That of {@code ada}. */
  public static String[] admin() {
    return logIn("ada", "a word of an admin");
  }

  /** The header of whoever says so. */
  public static String[] logIn(String name, String password) {
    byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new String[] {AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(pair)};
  }

  /** As {@code earshot password} prints it for who types this one. */
  private static String line(String name, String role, String password) {
    return name + "=" + role + "," + BcryptUtil.bcryptHash(password);
  }
}
