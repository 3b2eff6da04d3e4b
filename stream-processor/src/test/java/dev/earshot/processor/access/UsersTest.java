package dev.earshot.processor.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {
  /** Of "a long word", as {@code htpasswd -nbBC 10} writes it. */
  private static final String HASH = Passwords.hash("a long word").replaceFirst("\\$2a", "\\$2y");

  @TempDir private Path folder;

  private Users users(String... lines) throws IOException {
    return Users.read(Files.write(folder.resolve("users"), List.of(lines)));
  }

  @Test
  void aUserLogsInWithItsPasswordAgainAndAgain() throws IOException {
    LogIns logIns = new LogIns(users("# who may", "ada = operator, " + HASH));
    for (int time = 0; time < 3; time++) {
      assertThat(logIns.of("ada", "a long word").orElseThrow().role()).isEqualTo(Role.OPERATOR);
    }
    assertThat(logIns.of("ada", "a long wore")).isEmpty();
    assertThat(logIns.of("eve", "a long word")).isEmpty();
    assertThat(logIns.of("ada", "")).isEmpty();
    assertThat(logIns.of("ada", "a long word".repeat(100))).isEmpty();
  }

  @Test
  void hashesAreTakenAsOtherToolsWriteThem() {
    for (String kind : new String[] {"2a", "2b", "2y"}) {
      String hash = HASH.replaceFirst("2y", kind);
      assertThat(Passwords.isHash(hash)).isTrue();
      assertThat(Passwords.matches("a long word", hash)).as(kind).isTrue();
      assertThat(Passwords.matches("another word", hash)).as(kind).isFalse();
    }
  }

  @Test
  void aLineThatIsWrongIsSaidWithoutWhatIsSecret() {
    isWrong("ada=operator", "a bcrypt hash");
    isWrong("ada=operator,secret", "a bcrypt hash");
    isWrong("ada=viewer," + HASH + "x", "a bcrypt hash");
    isWrong("ada=viewer," + HASH.replace("$12$", "$05$"), "of cost 10 to 14");
    isWrong("ada=viewer," + HASH.replace("$12$", "$31$"), "of cost 10 to 14");
    isWrong("ada=secret", "one of viewer, operator, admin");
    isWrong("ada=boss," + HASH, "one of viewer, operator, admin");
    isWrong("a/b=viewer," + HASH, "no name");
    isWrong(HASH, "no name");
  }

  private void isWrong(String line, String said) {
    assertThatThrownBy(() -> users(line))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("--users ")
        .hasMessageContaining(said)
        .message()
        .doesNotContain("secret", HASH.substring(8));
  }

  @Test
  void aFileOfNobodyIsSaid() {
    assertThatThrownBy(() -> users("# nobody yet"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("names nobody");
    assertThatThrownBy(() -> Users.read(folder.resolve("none")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("NoSuchFileException");
  }

  @Test
  void theCommandMakesALineThatLogsIn() throws IOException {
    String line = password("correct horse battery\n", "--user", "ada", "--role", "admin");
    assertThat(line).startsWith("ada=admin,$2a$12$");
    assertThat(new LogIns(users(line)).of("ada", "correct horse battery")).isPresent();
  }

  @Test
  void theCommandTakesNoPasswordThatIsSoonGuessed() {
    assertThat(password("short\n", "--user", "ada")).isEqualTo("exit code 1");
    assertThat(password("x".repeat(73), "--user", "ada")).isEqualTo("exit code 1");
    assertThat(password("correct horse battery", "--user", "a:b")).isEqualTo("exit code 2");
  }

  /** What it prints, or how it ends. */
  private static String password(String typed, String... args) {
    InputStream in = System.in;
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    try {
      int exitCode = EarshotCommand.run(new PasswordCommand(), args);
      return exitCode == 0
          ? printed.toString(StandardCharsets.UTF_8).strip()
          : "exit code " + exitCode;
    } finally {
      System.setIn(in);
      System.setOut(out);
      System.setErr(err);
    }
  }
}
