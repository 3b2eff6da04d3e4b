package dev.earshot.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.console.EarshotCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads who asks for something that cannot be. */
class CommandsTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private PrintStream realErr;

  @BeforeEach
  void listen() {
    realErr = System.err;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveBack() {
    System.setErr(realErr);
  }

  @Test
  void aFolderThatIsNoDataSetIsOneLineAndExitCode1(@TempDir Path empty) {
    expect(1, "UrbanSound8K", "simulate", "--dataset", empty.toString());
    expect(1, "is not there", "simulate", "--dataset", empty.resolve("x").toString());
  }

  @Test
  void valuesThatMakeNoSenseAreOneLineAndExitCode2() {
    expect(2, "--nodes must be 1 to 100000: 0", "simulate", "--nodes", "0");
    expect(2, "--speed must be above 0", "simulate", "--speed", "-1");
    String duration = "--duration must be one message (200 ms) to a year: ";
    expect(2, duration + "0.0 s", "simulate", "--duration", "0");
    expect(2, duration + "-3.0 s", "simulate", "--duration", "-3", "--speed", "2");
    expect(2, duration + "4.0E7 s", "simulate", "--duration", "4e7");
    expect(2, duration, "simulate", "--duration", "1e300");
    expect(2, duration, "simulate", "--duration=-1e300", "--speed", "2");
    expect(2, duration, "simulate", "--duration", "NaN");
    expect(2, "--message-ms must be 10 to 1990: 5000", "simulate", "--message-ms", "5000");
    expect(2, "--partitions must be 1 or more: 0", "simulate", "--partitions", "0");
    expect(2, "--folds [9, 10] needs --dataset", "simulate", "--folds", "9,10");
    expect(2, "--max must be 1 or more: 0", "watch", "--max", "0");
    expect(2, "--publish-keys needs --signing-keys", "simulate", "--publish-keys");
    expect(2, "but was 'pictures'", "watch", "--topic", "pictures");
  }

  @Test
  void aNodeThatIsToBeMadeNeedsANameAndAFileThatIsSound(@TempDir Path folder) throws IOException {
    Path wav = folder.resolve("a.wav");
    expect(2, "--node is missing", "replay", wav.toString());
    expect(2, "--node is no name of a node", "replay", wav.toString(), "--node", "");
    expect(2, "--tail is -1.0, needs to be", "replay", wav.toString(), "--tail", "-1");
    expect(1, "a.wav: no such file", "replay", wav.toString(), "--node", "a");
    Files.write(wav, new byte[100]);
    expect(1, "a.wav: ", "replay", wav.toString(), "--node", "a");
    expect(2, "--node is missing", "listen");
  }

  @Test
  void anAddressThatIsNoneIsOneLineAndExitCode1() {
    expect(1, "cannot use Kafka at nowhere", "simulate", "--bootstrap-servers", "nowhere");
    expect(1, "cannot use Kafka at nowhere", "watch", "--bootstrap-servers", "nowhere");
  }

  private void expect(int exitCode, String words, String... args) {
    err.reset();
    int actual = EarshotCommand.dispatch(SimMain.commands(), args);
    assertThat(actual).isEqualTo(exitCode);
    List<String> ours =
        err.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("earshot: "))
            .toList();
    assertThat(ours).singleElement().asString().contains(words);
  }
}
