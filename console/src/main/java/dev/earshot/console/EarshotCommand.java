package dev.earshot.console;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;

/**
 * What all of Earshot's commands have in common: {@code --help}, {@code --version}, {@code
 * --verbose}, and how they end. Exit codes: 0 done, 2 wrong usage, 1 anything else, with one line
 * on standard error that says what to do.
 */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    usageHelpAutoWidth = true)
public abstract class EarshotCommand implements Runnable {
  /** How the commands are called, as help and messages say it. */
  private static final String LAUNCHER = "./earshot";

  @Option(names = "--verbose", description = "On failure, print where it happened.")
  private boolean verbose;

  /**
   * Runs a command with its arguments and returns the exit code; never throws.
   *
   * @param command a picocli command whose {@code run} throws {@link Failure} for what a user can
   *     mend
   */
  public static int run(EarshotCommand command, String... args) {
    CommandLine line = commandLine(command);
    int exitCode = line.execute(args);
    // a full disk or a closed pipe: writers and streams of print keep quiet about it until asked
    boolean lost = line.getOut().checkError() | System.out.checkError();
    if (exitCode == CommandLine.ExitCode.OK && lost) {
      line.getErr().println("earshot: not all of the output could be written; is the disk full?");
      return CommandLine.ExitCode.SOFTWARE;
    }
    return exitCode;
  }

  /**
   * Runs the one of a module's commands that the first argument names, with the arguments after it.
   *
   * @param commands each annotated with its name
   */
  public static int dispatch(List<EarshotCommand> commands, String... args) {
    String wanted = args.length == 0 ? "" : args[0];
    for (EarshotCommand command : commands) {
      if (nameOf(command).equals(wanted)) {
        return run(command, Arrays.copyOfRange(args, 1, args.length));
      }
    }
    System.err.println("earshot: no command '" + wanted + "'; see '" + LAUNCHER + " --help'");
    return CommandLine.ExitCode.USAGE;
  }

  private static String nameOf(EarshotCommand command) {
    return new CommandLine(command).getCommandName();
  }

  static CommandLine commandLine(EarshotCommand command) {
    CommandLine bare = new CommandLine(command);
    Map<String, CommandLine.IHelpSectionRenderer> sections =
        new HashMap<>(bare.getHelpSectionMap());
    sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, EarshotCommand::unbroken);
    return bare.setHelpSectionMap(sections)
        .setCommandName(LAUNCHER + " " + bare.getCommandName())
        .setColorScheme(CommandLine.Help.defaultColorScheme(helpColours()))
        .setParameterExceptionHandler(EarshotCommand::wrongUsage)
        .setExecutionExceptionHandler((e, line, parsed) -> failed(e, line))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Examples are to be copied: picocli would break them amid addresses. */
  private static String unbroken(CommandLine.Help help) {
    return Arrays.stream(help.commandSpec().usageMessage().footer())
        .map(line -> line + System.lineSeparator())
        .collect(Collectors.joining());
  }

  // picocli looks at NO_COLOR itself, but takes a dumb terminal for any other
  private static CommandLine.Help.Ansi helpColours() {
    return Colours.ofStandardOutput().on() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    line.getErr()
        .println(oneLine(e) + "; see '" + line.getCommandSpec().qualifiedName() + " --help'");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine line) {
    PrintWriter err = line.getErr();
    err.println(oneLine(e));
    // of the command itself, or the one of its subcommands that was called
    if (line.getCommand() instanceof EarshotCommand command && command.verbose) {
      e.printStackTrace(err);
    }
    return e instanceof Failure failure ? failure.exitCode() : CommandLine.ExitCode.SOFTWARE;
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    String what =
        e instanceof Failure || e instanceof CommandLine.ParameterException
            ? message
            : "unexpected: "
                + e.getClass().getSimpleName()
                + ": "
                + message
                + " (run again with --verbose and report it)";
    return "earshot: " + what.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
