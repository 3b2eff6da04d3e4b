package dev.earshot.sim;

import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Ticker;
import dev.earshot.recordings.Sound;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./earshot listen}: this machine's microphone as a node of a cluster. */
@Command(
    name = "listen",
    description =
        "Sends what this machine's microphone hears to a Kafka cluster, as a node of its "
            + "own, until Ctrl-C. What could not be read in time is a gap in the node's count of "
            + "samples.",
    footer = {
      "  ./earshot listen --node desk --bootstrap-servers kafka:9092",
      "  ./earshot listen --list-devices",
      "  ./earshot listen --node desk --device USB"
    })
public final class ListenCommand extends EarshotCommand {
  private static final int BAR_CELLS = 40;
  private static final double BAR_LOWEST_DBFS = -80;
  private static final double CLIPPED_DBFS = -0.1;

  @Spec private CommandSpec spec;

  @Option(names = "--node", paramLabel = "ID", description = "The node's name.")
  private Optional<String> nodeId = Optional.empty();

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "A part of the device's name (default: the system's own choice).")
  private Optional<String> device = Optional.empty();

  @Option(names = "--list-devices", description = "Say which devices there are, and end.")
  private boolean listDevices;

  @Mixin private OutletOptions outlets;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (listDevices) {
      SoundCard.devices().forEach(out::println);
      out.flush();
      return;
    }
    outlets.check();
    String node = OneNode.checked(nodeId);
    try (Microphone microphone = SoundCard.open(device)) {
      listen(node, microphone);
    }
  }

  private void listen(String node, Microphone microphone) {
    PrintWriter err = spec.commandLine().getErr();
    OutletOptions.Outlet outlet = outlets.open(List.of(node), clock().micros(), err);
    try (FrameSender sender =
        FrameSender.open(outlet.clientProperties(), outlet.signer(), microphone::close)) {
      err.printf(
          "%s is heard as %s at %s; Ctrl-C ends it%n", microphone.name(), node, outlet.address());
      Listening listening = new Listening(node, microphone, sender, clock());
      int samples = SimulationConfig.DEFAULT_MESSAGE_MILLIS * Sound.SAMPLE_RATE_HZ / 1_000;
      Ticker.during(
          () -> line(listening.heard()),
          () -> CtrlC.stops(microphone::close, () -> listening.run(samples)));
      Listening.Heard heard = listening.heard();
      err.printf(
          Locale.ROOT,
          "%.1f s of sound sent, %.1f s lost in %d gaps%n",
          seconds(heard.samples()),
          seconds(heard.lostSamples()),
          heard.overruns());
    }
  }

  /** The level as a bar, and what was lost. */
  static String line(Listening.Heard heard) {
    double share = 1 - heard.laeqDbfs() / BAR_LOWEST_DBFS;
    int filled = (int) Math.round(BAR_CELLS * Math.max(0, Math.min(1, share)));
    boolean clipped = heard.peakDbfs() > CLIPPED_DBFS;
    String bar = "#".repeat(filled) + ".".repeat(BAR_CELLS - filled);
    return String.format(
        Locale.ROOT,
        "%s  %s %6.1f dBFS(A)%s%s",
        Ticker.clock(seconds(heard.samples())),
        bar,
        heard.laeqDbfs(),
        clipped ? "  CLIPPED" : "",
        heard.overruns() == 0
            ? ""
            : String.format(Locale.ROOT, "  %.1f s lost", seconds(heard.lostSamples())));
  }

  private static double seconds(long samples) {
    return (double) samples / Sound.SAMPLE_RATE_HZ;
  }

  private static Listening.NodeClock clock() {
    return new Listening.NodeClock() {
      @Override
      public long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      }

      @Override
      public long nanos() {
        return System.nanoTime();
      }
    };
  }
}
