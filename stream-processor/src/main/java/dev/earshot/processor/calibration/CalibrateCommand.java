package dev.earshot.processor.calibration;

import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.console.KafkaOptions;
import dev.earshot.console.Logging;
import dev.earshot.console.Ticker;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.ClusterCheck.NotReached;
import dev.earshot.contracts.NodeId;
import dev.earshot.processor.calibration.SteadyTone.NotYet;
import dev.earshot.processor.calibration.SteadyTone.Steady;
import dev.earshot.processor.profiles.ProfileTopic;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.WindowScore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code earshot calibrate}: finds a node's calibration offset with a sound calibrator on its
 * microphone, and stores it in the node's profile.
 */
@Command(
    name = "calibrate",
    description =
        "Finds what to add to a node's dBFS for dB SPL. Put a sound calibrator on the "
            + "node's microphone and start this: it waits until the level has been steady for 5 s "
            + "of sound, and stores offset, method and time in the node's profile. A processor "
            + "has to hear the node.",
    footer = {
      "  ./earshot calibrate --node mast-12 --bootstrap-servers kafka:9092",
      "  ./earshot calibrate --node mast-12 --level 114 --frequency 250 --timeout 120"
    })
public final class CalibrateCommand extends EarshotCommand {
  @Option(names = "--node", required = true, paramLabel = "ID", description = "The node's name.")
  private String nodeId;

  @Option(
      names = "--level",
      paramLabel = "DB",
      defaultValue = "94",
      description = "The calibrator's level, dB SPL (default: ${DEFAULT-VALUE}).")
  private double levelDb;

  @Option(
      names = "--frequency",
      paramLabel = "HZ",
      defaultValue = "1000",
      description = "The calibrator's tone (default: ${DEFAULT-VALUE}).")
  private double frequencyHz;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for a steady level (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  @Mixin private KafkaOptions kafka;

  @Override
  public void run() {
    Logging.quiet();
    if (timeoutSeconds < 1 || timeoutSeconds > 3_600) {
      throw Failure.usage("--timeout is " + timeoutSeconds + ", needs to be 1 to 3600 seconds");
    }
    NodeId.fault(nodeId, nodeId.getBytes(StandardCharsets.UTF_8))
        .ifPresent(
            fault -> {
              throw Failure.usage("--node is no name of a node: " + fault);
            });
    Calibrator calibrator = calibrator();
    Map<String, String> client = kafka.clientProperties();
    if (ClusterCheck.reach(client, ClusterCheck.DEFAULT_PATIENCE) instanceof NotReached not) {
      throw Failure.because(not.message());
    }
    try {
      ProfileTopic profiles = new ProfileTopic(client);
      Optional<NodeProfile> before = profiles.newest(nodeId);
      Found found = found(calibrator, client);
      NodeProfile now = profile(before, calibrator, found);
      profiles.set(now);
      System.out.println(said(before, now, found));
    } catch (KafkaException e) {
      throw Failure.because("cannot use the cluster: " + ClusterCheck.reasonOf(e), e);
    }
  }

  private Calibrator calibrator() {
    try {
      return new Calibrator(levelDb, frequencyHz);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e.getMessage());
    }
  }

  /** A steady tone, and when it ended by the node's own time. */
  private record Found(Steady tone, Instant endedAt) {}

  private Found found(Calibrator calibrator, Map<String, String> client) {
    AtomicReference<String> state =
        new AtomicReference<>("nothing is heard of it; is it sending, and a processor running?");
    AtomicReference<Optional<Found>> found = new AtomicReference<>(Optional.empty());
    Ticker.during(
        () -> nodeId + ": " + state.get(), () -> found.set(listen(calibrator, client, state)));
    return found
        .get()
        .orElseThrow(
            () ->
                Failure.because(
                    "%s is not calibrated after %d s: %s; its profile is left as it was"
                        .formatted(nodeId, timeoutSeconds, state.get())));
  }

  private Optional<Found> listen(
      Calibrator calibrator, Map<String, String> client, AtomicReference<String> state) {
    int rateHz = ShippedModel.load().metadata().frontEnd().sampleRateHz();
    SteadyTone tone = new SteadyTone(calibrator, rateHz);
    try (NodeWindows windows = new NodeWindows(nodeId, client)) {
      long giveUpAt = System.nanoTime() + Duration.ofSeconds(timeoutSeconds).toNanos();
      while (System.nanoTime() < giveUpAt) {
        for (WindowScore window : windows.next()) {
          SteadyTone.Verdict verdict = tone.add(measured(window));
          if (verdict instanceof Steady steady) {
            return Optional.of(new Found(steady, window.getWindowEndAt()));
          } else if (verdict instanceof NotYet not) {
            state.set(not.why());
          }
        }
      }
      return Optional.empty();
    }
  }

  private static SteadyTone.Window measured(WindowScore window) {
    return new SteadyTone.Window(
        window.getSession(),
        window.getFirstSample(),
        window.getLevel().getLaeqDbfs(),
        window.getLevel().getPeakDbfs());
  }

  /** The profile of before with its calibration, and since when by the node's own time. */
  private NodeProfile profile(Optional<NodeProfile> before, Calibrator calibrator, Found found) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return before
        .map(NodeProfile::newBuilder)
        .orElseGet(NodeProfile::newBuilder)
        .setNodeId(nodeId)
        .setCalibrationOffsetDb(calibrator.offsetDb(found.tone.laeqDbfs()))
        .setCalibrationMethod(
            String.format(
                Locale.ROOT,
                "%.1f dB at %.0f Hz for %d s, spread %.2f dB",
                calibrator.levelDb(),
                calibrator.frequencyHz(),
                SteadyTone.STEADY_SECONDS,
                found.tone.spreadDb()))
        .setCalibratedAt(now)
        .setInForceFrom(found.endedAt)
        .setSetBy("earshot calibrate")
        .setSetAt(now)
        .build();
  }

  private static String said(Optional<NodeProfile> before, NodeProfile now, Found found) {
    return String.format(
        Locale.ROOT,
        "%s: calibration offset %.2f dB (before: %s); %.2f dBFS(A), spread %.2f dB",
        now.getNodeId(),
        now.getCalibrationOffsetDb(),
        before
            .flatMap(profile -> Optional.ofNullable(profile.getCalibrationOffsetDb()))
            .map(offset -> String.format(Locale.ROOT, "%.2f dB", offset))
            .orElse("none"),
        found.tone.laeqDbfs(),
        found.tone.spreadDb());
  }
}
