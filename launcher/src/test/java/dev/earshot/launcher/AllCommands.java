package dev.earshot.launcher;

import dev.earshot.city.CityMain;
import dev.earshot.console.EarshotCommand;
import dev.earshot.processor.ProcessorMain;
import dev.earshot.sim.SimMain;
import dev.earshot.trainer.TrainerMain;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Every command that a user may call, by its name. */
final class AllCommands {
  /** Those that the launcher does itself. */
  static final List<String> OF_THE_LAUNCHER = List.of("completion");

  private AllCommands() {}

  /** Those of all modules, but for hidden ones; each a new one. */
  static SortedMap<String, CommandLine> ofModules() {
    SortedMap<String, CommandLine> all = new TreeMap<>();
    Stream.of(
            CityMain.commands(),
            ProcessorMain.commands(),
            SimMain.commands(),
            TrainerMain.commands())
        .flatMap(Collection::stream)
        .map((EarshotCommand command) -> new CommandLine(command))
        .map(command -> command.setCaseInsensitiveEnumValuesAllowed(true))
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .forEach(command -> all.put(command.getCommandName(), command));
    return all;
  }

  /** The launcher as picocli would have it: its commands are its subcommands. */
  static CommandLine launcher() {
    CommandLine launcher = new CommandLine(new Launcher());
    launcher.addSubcommand("help", new Help());
    launcher.addSubcommand("completion", new Completion());
    ofModules().forEach(launcher::addSubcommand);
    return launcher;
  }

  @Command(name = "earshot", mixinStandardHelpOptions = true)
  private static final class Launcher {}

  @Command(name = "help")
  private static final class Help {}

  @Command(name = "completion")
  private static final class Completion {
    enum Shell {
      bash,
      zsh
    }

    @CommandLine.Parameters private Shell shell;
  }
}
