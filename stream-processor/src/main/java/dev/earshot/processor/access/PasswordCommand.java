package dev.earshot.processor.access;

import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot password}: a line for the file of {@code process --users}. */
@Command(
    name = "password",
    description = {
      "Asks for a password and prints the line of a user for the file of 'process --users'.",
      "Without a terminal on both ends (also where the output goes to a file) nobody is asked: the",
      "password is the first line of standard input."
    },
    footer = {
      "  ./earshot password --user ada --role operator",
      "  pwgen 20 1 | ./earshot password --user ada >> users.properties"
    })
public final class PasswordCommand extends EarshotCommand {
  /** Anything shorter is guessed, however slowly it is hashed. */
  static final int CHARACTERS_MIN = 12;

  @Spec private CommandSpec spec;

  @Option(names = "--user", paramLabel = "NAME", required = true, description = "The user's name.")
  private String user;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "viewer",
      description = "viewer, operator or admin (default: ${DEFAULT-VALUE}).")
  private Role role;

  @Override
  public void run() {
    if (!Users.isName(user)) {
      throw Failure.usage("--user needs 1 to 64 of A-Z, a-z, 0-9, '.', '_', '@', '-': " + user);
    }
    Console console = System.console();
    String password = console == null ? fromStandardInput() : asked(console);
    if (password.length() < CHARACTERS_MIN || Passwords.bytesIn(password) > Passwords.BYTES_MAX) {
      throw Failure.because(
          "a password needs %d characters at least and %d bytes at most"
              .formatted(CHARACTERS_MIN, Passwords.BYTES_MAX));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(Users.line(user, role, Passwords.hash(password)));
    out.flush();
  }

  private static String asked(Console console) {
    char[] first = console.readPassword("password: ");
    char[] again = console.readPassword("once more: ");
    if (first == null || !Arrays.equals(first, again)) {
      throw Failure.because("the two are not the same; start again");
    }
    return new String(first);
  }

  private static String fromStandardInput() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw Failure.because("cannot read standard input: " + e.getMessage(), e);
    }
  }
}
