package dev.earshot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import picocli.AutoComplete;

/** The completion of shells: that of the commands as they are, and one that works. */
@DisabledOnOs(OS.WINDOWS)
class CompletionTest {
  private static final Path SCRIPT = Path.of("completion", "earshot.bash");

  @Test
  void itIsThatOfTheCommandsAsTheyAre() throws Exception {
    String now = AutoComplete.bash("earshot", AllCommands.launcher());
    Path made = Files.writeString(Path.of("target", "earshot.bash"), now);

    assertThat(Files.readString(SCRIPT).equals(now))
        .as("a command or an option has changed: cp launcher/%s launcher/%s", made, SCRIPT)
        .isTrue();
  }

  /** What bash offers for the last of the words. */
  private static List<String> offered(String... words) throws Exception {
    String script =
        """
        source <(bash ../earshot completion bash)
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        COMP_LINE="$*"
        COMP_POINT=${#COMP_LINE}
        _complete_earshot
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", script, "bash");
    bash.command().addAll(List.of(words));
    // compopt complains there that no completion is under way
    Process process = bash.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  @Test
  void aCommandIsCompleted() throws Exception {
    assertThat(offered("earshot", "de")).containsExactlyInAnyOrder("demo", "deploy");
    assertThat(offered("earshot", "doc")).containsExactly("doctor");
  }

  @Test
  void anOptionAndItsValueAreCompleted() throws Exception {
    assertThat(offered("earshot", "process", "--state")).containsExactly("--state-dir");
    assertThat(offered("earshot", "watch", "--topic", "an")).containsExactly("anomalies");
    assertThat(offered("earshot", "train", "--data")).containsExactly("--dataset");
  }

  @Test
  void zshGetsOneTooAndOtherShellsAreToldWhichThereAre() throws Exception {
    assertThat(launch("zsh")).contains("bashcompinit").contains("_complete_earshot");
    assertThat(launch("fish")).isEqualTo("earshot: completion is for bash and zsh, not 'fish'\n");
  }

  private static String launch(String shell) throws Exception {
    Process process =
        new ProcessBuilder("bash", "../earshot", "completion", shell)
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
