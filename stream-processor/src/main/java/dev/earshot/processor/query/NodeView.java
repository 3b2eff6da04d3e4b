package dev.earshot.processor.query;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.acoustics.level.LevelReading;
import dev.earshot.processor.node.NodeReport;
import dev.earshot.v1.AlarmState;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.WindowScore;
import java.time.Instant;
import java.util.Optional;

/**
 * One node as it was last told of. Immutable.
 *
 * @param status what happened to it last, {@code LISTENING} say; {@code SILENT} for one that is not
 *     heard
 * @param heardAt event time of the newest sound of it; goes back where the node's clock did
 * @param score the model's score of the newest window, 0 to 1
 * @param smoothedScore the same as the decision sees it
 * @param state {@code QUIET}, {@code PENDING}, {@code OPEN} or {@code CLOSING}
 * @param laeqDbfs A-weighted level of the newest window, {@link LevelReading#FLOOR_DBFS} for a node
 *     that is not heard; with {@code calibrationOffsetDb} in dB SPL
 * @param lastAnomaly the newest that it opened
 * @param counters what its status counts
 * @param uptimeS seconds of sound since its session began; empty until its first status
 * @param site what its profile says of it
 */
@JsonNaming(SnakeCaseStrategy.class)
public record NodeView(
    String nodeId,
    String status,
    Instant heardAt,
    float score,
    float smoothedScore,
    String state,
    float laeqDbfs,
    Optional<Float> calibrationOffsetDb,
    Optional<AnomalyView> lastAnomaly,
    Counters counters,
    Optional<Double> uptimeS,
    @JsonUnwrapped Site site) {

  /**
   * Where it hangs.
   *
   * @param place in words
   * @param latitudeDeg WGS 84
   * @param longitudeDeg WGS 84
   * @param alarmsOff whether it opens no alarms
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Site(
      Optional<String> place,
      Optional<Double> latitudeDeg,
      Optional<Double> longitudeDeg,
      boolean alarmsOff) {
    private static final double EARTH_RADIUS_M = 6_371_008.8;

    /** Of a node that nobody has said anything of. */
    public static final Site UNKNOWN =
        new Site(Optional.empty(), Optional.empty(), Optional.empty(), false);

    static Site of(NodeProfile profile) {
      return new Site(
          Optional.ofNullable(profile.getPlace()),
          within(90, profile.getLatitudeDeg()),
          within(180, profile.getLongitudeDeg()),
          profile.getAlarmsOff());
    }

    /** What is on the topic, unlike what came by REST, nobody has looked at: NaN is no place. */
    private static Optional<Double> within(double bound, Double degrees) {
      return Optional.ofNullable(degrees).filter(value -> Math.abs(value) <= bound);
    }

    /** How far apart two are, metres (haversine, mean radius of the earth); empty where unknown. */
    public Optional<Double> metresTo(Site other) {
      if (latitudeDeg.isEmpty()
          || longitudeDeg.isEmpty()
          || other.latitudeDeg.isEmpty()
          || other.longitudeDeg.isEmpty()) {
        return Optional.empty();
      }
      double from = Math.toRadians(latitudeDeg.get());
      double to = Math.toRadians(other.latitudeDeg.get());
      double north = Math.sin((to - from) / 2);
      double east = Math.sin(Math.toRadians(other.longitudeDeg.get() - longitudeDeg.get()) / 2);
      double haversine = north * north + Math.cos(from) * Math.cos(to) * east * east;
      return Optional.of(2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(haversine))));
    }
  }

  /**
   * Samples by what became of them since the node was first heard.
   *
   * @param restarts of the node
   * @param deadLetters records in its name that could not be used, of those that are on the topic
   *     of dead letters and not older than a partition's last thousand
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Counters(
      long samplesHeard,
      long samplesLost,
      long samplesDuplicate,
      long samplesLate,
      long restarts,
      long deadLetters) {
    private static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0);

    /** As the node's state has them, but for dead letters. */
    public static Counters of(NodeReport.Counters counters, long deadLetters) {
      return new Counters(
          counters.samplesHeard(),
          counters.samplesLost(),
          counters.samplesDuplicate(),
          counters.samplesLate(),
          counters.restarts(),
          deadLetters);
    }

    Counters withDeadLetters(long count) {
      return new Counters(
          samplesHeard, samplesLost, samplesDuplicate, samplesLate, restarts, count);
    }

    /** Of all samples that the node has made, those that are lost, 0 to 1. */
    @JsonIgnore
    public double lostShare() {
      long made = samplesHeard + samplesLost;
      return made == 0 ? 0 : (double) samplesLost / made;
    }
  }

  static NodeView unheard(String nodeId) {
    return new NodeView(
        nodeId,
        NodeStatusKind.UNKNOWN.name(),
        Instant.EPOCH,
        0,
        0,
        AlarmState.QUIET.name(),
        LevelReading.FLOOR_DBFS,
        Optional.empty(),
        Optional.empty(),
        Counters.NONE,
        Optional.empty(),
        Site.UNKNOWN);
  }

  NodeView with(WindowScore window) {
    return new NodeView(
        nodeId,
        status,
        window.getWindowEndAt(), // windows of a node come in order, also after a step of its clock
        window.getScore(),
        window.getSmoothedScore(),
        window.getState().name(),
        window.getLevel().getLaeqDbfs(),
        Optional.ofNullable(window.getLevel().getCalibrationOffsetDb()),
        lastAnomaly,
        counters,
        uptimeS,
        site);
  }

  /** With what its profile says; empty: it has none. */
  NodeView with(Optional<NodeProfile> profile) {
    return new NodeView(
        nodeId,
        status,
        heardAt,
        score,
        smoothedScore,
        state,
        laeqDbfs,
        calibrationOffsetDb,
        lastAnomaly,
        counters,
        uptimeS,
        profile.map(Site::of).orElse(Site.UNKNOWN));
  }

  NodeView withDeadLetters(long count) {
    return new NodeView(
        nodeId,
        status,
        heardAt,
        score,
        smoothedScore,
        state,
        laeqDbfs,
        calibrationOffsetDb,
        lastAnomaly,
        counters.withDeadLetters(count),
        uptimeS,
        site);
  }

  /** Whether anything was ever heard of it. */
  boolean heard() {
    return !status.equals(NodeStatusKind.UNKNOWN.name());
  }

  /**
   * With what its status says.
   *
   * @param sampleRateHz samples a second
   */
  NodeView with(NodeStatus news, int sampleRateHz) {
    boolean silent = news.getKind() == NodeStatusKind.SILENT;
    return new NodeView(
        nodeId,
        news.getKind().name(),
        heardAt(news),
        silent ? 0 : score,
        silent ? 0 : smoothedScore,
        silent ? AlarmState.QUIET.name() : state,
        silent ? LevelReading.FLOOR_DBFS : laeqDbfs,
        calibrationOffsetDb,
        lastAnomaly,
        new Counters(
            news.getSamplesHeard(),
            news.getSamplesLost(),
            news.getSamplesDuplicate(),
            news.getSamplesLate(),
            news.getRestarts(),
            counters.deadLetters()),
        Optional.of((double) news.getNextSample() / sampleRateHz),
        site);
  }

  NodeView with(AnomalyView anomaly) {
    boolean newest =
        lastAnomaly.map(last -> !anomaly.startedAt().isBefore(last.startedAt())).orElse(true);
    return new NodeView(
        nodeId,
        status,
        heardAt,
        score,
        smoothedScore,
        state,
        laeqDbfs,
        calibrationOffsetDb,
        newest ? Optional.of(anomaly) : lastAnomaly,
        counters,
        uptimeS,
        site);
  }

  /**
   * A status may be read before or after the scores that were written with it, so only one that
   * tells of another clock takes the time back.
   */
  private Instant heardAt(NodeStatus news) {
    boolean otherClock =
        news.getKind() == NodeStatusKind.CLOCK_STEPPED
            || news.getKind() == NodeStatusKind.RESTARTED;
    return otherClock || news.getAt().isAfter(heardAt) ? news.getAt() : heardAt;
  }
}
