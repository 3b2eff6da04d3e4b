package dev.earshot.sim;

import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.console.Ticker;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.Topics;
import dev.earshot.recordings.Recording;
import dev.earshot.recordings.Resampler;
import dev.earshot.recordings.Sound;
import dev.earshot.recordings.UnreadableAudioException;
import dev.earshot.recordings.WavFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot replay}: a recording as a live node of a cluster. */
@Command(
    name = "replay",
    description =
        "Plays a WAV file to a Kafka cluster as a node of its own: any rate, any encoding "
            + "that 'score' reads, mixed down to one channel. A soft rumble (-60 dBFS) follows, "
            + "so that alarms can close.",
    footer = {
      "  ./earshot replay siren.wav --node hall-1 --bootstrap-servers kafka:9092",
      "  ./earshot replay street.wav --node street-7 --speed 10",
      "  ./earshot replay dog.wav --node yard --loop"
    })
public final class ReplayCommand extends EarshotCommand {
  private static final long NO_SEED = 0;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE.wav", description = "A recording at any rate.")
  private Path file;

  @Option(names = "--node", paramLabel = "ID", description = "The node's name.")
  private Optional<String> node = Optional.empty();

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description = "How much faster than life (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Option(names = "--loop", description = "Begin again at the end, until Ctrl-C.")
  private boolean loop;

  @Option(
      names = "--tail",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "Rumble after the file (default: ${DEFAULT-VALUE}).")
  private double tailSeconds;

  @Mixin private OutletOptions outlets;

  @Override
  public void run() {
    outlets.check();
    if (!(tailSeconds >= 0 && tailSeconds <= 3_600)) {
      throw Failure.usage("--tail is " + tailSeconds + ", needs to be 0 to 3600 seconds");
    }
    String nodeId = OneNode.checked(node);
    float[] samples = samples();
    SimulationConfig config = config(samples.length);
    PrintWriter err = spec.commandLine().getErr();
    OutletOptions.Outlet outlet = outlets.open(List.of(nodeId), config.session(), err);
    try (Simulation simulation = simulation(config, nodeId, samples, outlet)) {
      err.printf(
          Locale.ROOT,
          "%s (%.1f s) plays as %s to %s at speed %s%s; Ctrl-C ends it%n",
          file,
          seconds(samples.length),
          nodeId,
          outlet.address(),
          config.speed(),
          loop ? ", over and over" : "");
      Optional<Duration> whole = config.duration();
      Ticker.during(
          () -> far(simulation.progress(), whole),
          () -> CtrlC.stops(simulation::stop, simulation::run));
      Progress done = simulation.progress();
      err.printf(
          Locale.ROOT,
          "%.1f s of sound in %d messages%n",
          seconds(done.samplesSent()),
          done.framesSent());
    }
  }

  private String far(Progress progress, Optional<Duration> whole) {
    double played = seconds(progress.samplesSent());
    return whole
        .map(all -> Ticker.share("playing", played, all.toMillis() / 1e3, speed))
        .orElseGet(() -> "playing  " + Ticker.clock(played));
  }

  private float[] samples() {
    try {
      Recording recording = WavFile.read(file);
      float[] samples =
          Resampler.resample(recording.mono(), recording.sampleRateHz(), Sound.SAMPLE_RATE_HZ);
      if (samples.length == 0) {
        throw Failure.because(file + " holds no samples");
      }
      return samples;
    } catch (UnreadableAudioException e) {
      throw Failure.because(e.getMessage(), e);
    }
  }

  private SimulationConfig config(int samples) {
    long tail = Math.round(tailSeconds * Sound.SAMPLE_RATE_HZ);
    // one message at least, whatever was asked for
    double whole = Math.max(SimulationConfig.DEFAULT_MESSAGE_MILLIS / 1e3, seconds(samples + tail));
    Optional<Duration> duration =
        loop
            ? Optional.empty()
            : Optional.of(Duration.of((long) Math.ceil(whole * 1e6), ChronoUnit.MICROS));
    try {
      return new SimulationConfig(
          1,
          speed,
          duration,
          NO_SEED,
          SimulationConfig.DEFAULT_MESSAGE_MILLIS,
          SimulationConfig.DEFAULT_SNR_DB,
          SimulationConfig.DEFAULT_GAP_SECONDS_MIN,
          SimulationConfig.DEFAULT_GAP_SECONDS_MAX,
          SimulationConfig.startFor(Instant.now(), duration, speed));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage());
    }
  }

  private Simulation simulation(
      SimulationConfig config, String nodeId, float[] samples, OutletOptions.Outlet outlet) {
    try {
      return Simulation.ofOne(
          config,
          nodeId,
          new FileStream(samples, loop),
          FrameSender.producer(outlet.clientProperties()),
          Pace.REAL_TIME,
          outlet.signer());
    } catch (KafkaException e) {
      throw Failure.because(
          "cannot send to " + Topics.PCM_FRAMES + ": " + ClusterCheck.reasonOf(e), e);
    }
  }

  private static double seconds(long samples) {
    return (double) samples / Sound.SAMPLE_RATE_HZ;
  }
}
