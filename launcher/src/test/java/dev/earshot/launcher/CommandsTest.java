package dev.earshot.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What is said of commands, in the launcher and in the docs, is what there is. */
@DisabledOnOs(OS.WINDOWS)
class CommandsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern LISTED = Pattern.compile("(?m)^  ([a-z]+) +\\S");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+)[^`]*` \\|");

  static Stream<CommandLine> commands() {
    return AllCommands.ofModules().values().stream();
  }

  private static List<String> names() {
    return Stream.concat(
            AllCommands.ofModules().keySet().stream(), AllCommands.OF_THE_LAUNCHER.stream())
        .toList();
  }

  private static String launch(String... args) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of("bash", ROOT.resolve("earshot").toString()), Arrays.stream(args))
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Test
  void theLauncherListsEveryCommandOnce() throws Exception {
    String usage = launch("help");

    assertThat(listed(usage, "usage:", "examples")).containsExactlyInAnyOrderElementsOf(names());
    assertThat(launch()).isEqualTo(usage);
  }

  @Test
  void theReadmeListsEveryCommandOnce() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String table = readme.substring(readme.indexOf("## Commands"));
    Matcher rows = ROW.matcher(table.substring(0, table.indexOf("### ")));

    assertThat(rows.results().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(names());
  }

  private static List<String> listed(String text, String from, String to) {
    Matcher matcher = LISTED.matcher(text.substring(text.indexOf(from), text.indexOf(to)));
    return matcher.results().map(found -> found.group(1)).toList();
  }

  @Test
  void theLauncherKnowsTheModuleOfEveryCommand() throws Exception {
    String script = Files.readString(ROOT.resolve("earshot"));
    Set<String> known = new TreeSet<>();
    Matcher cases = Pattern.compile("(?m)^    ([a-z| ]+)\\) echo [a-z-]+ ;;").matcher(script);
    cases.results().forEach(found -> known.addAll(List.of(found.group(1).split(" \\| "))));

    assertThat(known).isEqualTo(AllCommands.ofModules().keySet());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyHelpHasExamplesThatAreRight(CommandLine command) {
    String name = command.getCommandName();
    List<String> examples =
        Arrays.stream(command.getCommandSpec().usageMessage().footer())
            .map(line -> line.substring(line.indexOf("./earshot")))
            .toList();

    assertThat(examples).isNotEmpty();
    assertThat(command.getUsageMessage())
        .contains("Examples:" + System.lineSeparator())
        .doesNotContain("null");
    for (String example : examples) {
      List<String> words = List.of(example.split(" [|>]")[0].split(" +"));
      assertThat(words.subList(0, 2)).containsExactly("./earshot", name);
      assertThatCode(() -> command.parseArgs(words.subList(2, words.size()).toArray(new String[0])))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void everyExampleOfTheLauncherIsOfACommand() throws Exception {
    String usage = launch("help");
    String examples = usage.substring(usage.indexOf("examples"), usage.indexOf("Data goes"));
    Set<String> called =
        Pattern.compile("(?m)^  earshot ([a-z]+)")
            .matcher(examples)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    assertThat(called).isNotEmpty().isSubsetOf(names());
  }
}
