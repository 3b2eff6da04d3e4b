package dev.earshot.trainer.commands;

import dev.earshot.trainer.features.FeatureDirectory;
import dev.earshot.trainer.features.FeatureStore;
import dev.earshot.trainer.work.Progress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a command keeps the features of recordings between runs: a picocli mixin. */
final class CacheOptions {
  @ArgGroup(exclusive = true)
  private Choice choice = new Choice();

  private static final class Choice {
    @Option(
        names = "--cache",
        paramLabel = "DIR",
        description =
            "Keep features there, 2 GiB at most (default: earshot/features in $XDG_CACHE_HOME,"
                + " ~/.cache or, on macOS, ~/Library/Caches).")
    private Path folder;

    @Option(names = "--no-cache", description = "Compute all features, and keep none.")
    private boolean none;
  }

  /**
   * The store to take features from, to be closed.
   *
   * @param progress hears where nothing can be kept
   */
  FeatureStore open(Progress progress) {
    if (choice.none) {
      return FeatureStore.NONE;
    }
    return Optional.ofNullable(choice.folder)
        .or(
            () ->
                usual(
                    System.getenv(),
                    System.getProperty("user.home"),
                    System.getProperty("os.name")))
        .<FeatureStore>map(
            folder ->
                FeatureDirectory.in(
                    folder,
                    FeatureDirectory.BYTES_MAX,
                    warning ->
                        progress.say(warning + " (--cache DIR chooses another, --no-cache none)")))
        .orElse(FeatureStore.NONE);
  }

  /**
   * Where a system keeps what can be made again; empty where the user has no home.
   *
   * @param environment for XDG_CACHE_HOME, which wins where it is an absolute path (XDG Base
   *     Directory Specification)
   */
  static Optional<Path> usual(Map<String, String> environment, String home, String system) {
    String caches = system.startsWith("Mac") ? "Library/Caches" : ".cache";
    return Optional.of(Path.of(environment.getOrDefault("XDG_CACHE_HOME", "")))
        .filter(Path::isAbsolute)
        .or(() -> Optional.of(Path.of(home)).filter(Path::isAbsolute).map(h -> h.resolve(caches)))
        .map(folder -> folder.resolve("earshot").resolve("features"));
  }
}
