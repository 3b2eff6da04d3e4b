package dev.earshot.sim;

import dev.earshot.console.Failure;
import dev.earshot.recordings.DatasetException;
import dev.earshot.recordings.SoundLibrary;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.recordings.UrbanSoundLibrary;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** What city is played, and how: a picocli mixin of every command that simulates one. */
public final class CityOptions {
  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      description = "UrbanSound8K's folder; without it the city is synthetic.")
  private Optional<Path> dataset = Optional.empty();

  @Option(
      names = "--folds",
      paramLabel = "N",
      split = ",",
      description =
          "Folds of the data set to play from, as 9,10 (default: demo takes those that the model"
              + " was not trained on, simulate all that are there).")
  private SortedSet<Integer> folds = new TreeSet<>();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "" + SimulationConfig.DEFAULT_NODES,
      description = "How many nodes (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "How much sound each node plays (default: until Ctrl-C).")
  private Optional<Double> durationSeconds = Optional.empty();

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description = "How much faster than life (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Equal seeds give equal cities, sample by sample (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--snr",
      paramLabel = "DB",
      defaultValue = "" + SimulationConfig.DEFAULT_SNR_DB,
      description =
          "How far events stand above the background, dB of mean power (default:"
              + " ${DEFAULT-VALUE}).")
  private double snrDb;

  /**
   * The simulation that was asked for, starting about now.
   *
   * @param messageMillis sound in one message, milliseconds
   * @throws Failure where an option's value is out of bounds
   */
  public SimulationConfig config(int messageMillis) {
    Optional<Duration> duration =
        durationSeconds.map(seconds -> Duration.ofMillis(Math.round(seconds * 1e3)));
    try {
      return new SimulationConfig(
          nodes,
          speed,
          duration,
          seed,
          messageMillis,
          snrDb,
          SimulationConfig.DEFAULT_GAP_SECONDS_MIN,
          SimulationConfig.DEFAULT_GAP_SECONDS_MAX,
          SimulationConfig.startFor(Instant.now(), duration, speed));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage());
    }
  }

  /**
   * The data set to play; empty for a synthetic city.
   *
   * @throws Failure where there is none at the folder, or folds were given without one
   */
  public Optional<UrbanSound8K> recordings() {
    if (dataset.isEmpty() && !folds.isEmpty()) {
      throw Failure.usage("--folds " + folds + " needs --dataset");
    }
    return dataset.map(CityOptions::open);
  }

  private static UrbanSound8K open(Path folder) {
    try {
      return UrbanSound8K.open(folder);
    } catch (DatasetException e) {
      throw Failure.because(e.getMessage(), e);
    }
  }

  /** The folds that were asked for; empty where none were. */
  public SortedSet<Integer> folds() {
    return Collections.unmodifiableSortedSet(folds);
  }

  /**
   * The sounds to play.
   *
   * @param recordings as {@link #recordings} gave them
   * @param played the folds of them
   * @throws Failure where those folds can't be played from
   */
  public static SoundLibrary library(Optional<UrbanSound8K> recordings, SortedSet<Integer> played) {
    if (recordings.isEmpty()) {
      return new SyntheticSounds();
    }
    try {
      return UrbanSoundLibrary.of(recordings.get(), played);
    } catch (DatasetException e) {
      throw Failure.because(e.getMessage(), e);
    }
  }
}
