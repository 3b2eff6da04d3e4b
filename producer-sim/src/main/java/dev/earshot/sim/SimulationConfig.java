package dev.earshot.sim;

import dev.earshot.contracts.FrameLimits;
import dev.earshot.recordings.Sound;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a simulated city is like. Two simulations with equal {@code seed}, {@code snrDb} and gaps
 * play the same city sample by sample, whatever the rest is. Immutable.
 *
 * @param nodes how many nodes, 1 to {@value #NODES_MAX}
 * @param speed how much faster than life: seconds of sound a second, above 0
 * @param duration how much sound each node plays; empty: until it is stopped
 * @param seed of all that is random
 * @param messageMillis sound in one message, within {@link FrameLimits}, milliseconds
 * @param snrDb how far the events stand above the background, dB of mean power
 * @param gapSecondsMin the least time between two events of a node, seconds
 * @param gapSecondsMax the most
 * @param startsAt event time of every node's first sample; cut to whole microseconds
 */
public record SimulationConfig(
    int nodes,
    double speed,
    Optional<Duration> duration,
    long seed,
    int messageMillis,
    double snrDb,
    double gapSecondsMin,
    double gapSecondsMax,
    Instant startsAt) {
  static final int NODES_MAX = 100_000;
  static final int MESSAGE_MILLIS_MIN = (int) FrameLimits.SHORTEST.toMillis();

  /** A rest too short for a message of its own still goes with it. */
  static final int MESSAGE_MILLIS_MAX =
      (int) FrameLimits.LONGEST.minus(FrameLimits.SHORTEST).toMillis();

  /** As many as fit a terminal, one a line. */
  public static final int DEFAULT_NODES = 12;

  /** Milliseconds of sound in a message of a usual node. */
  public static final int DEFAULT_MESSAGE_MILLIS = 200;

  /** An event that a passer-by would notice at once, dB. */
  public static final double DEFAULT_SNR_DB = 10;

  /** Long enough for an alarm to close before the next event, seconds. */
  public static final double DEFAULT_GAP_SECONDS_MIN = 8;

  /** Short enough for some events a minute and node, seconds. */
  public static final double DEFAULT_GAP_SECONDS_MAX = 24;

  private static final Duration HISTORY_MAX = Duration.ofHours(3);

  /** Checks the bounds; the messages name the options of {@code simulate} and {@code demo}. */
  public SimulationConfig {
    require(nodes >= 1 && nodes <= NODES_MAX, "--nodes must be 1 to " + NODES_MAX, nodes);
    require(speed > 0 && speed <= 10_000, "--speed must be above 0, 10000 at most", speed);
    duration.ifPresent(
        d ->
            require(
                d.compareTo(Duration.ofMillis(messageMillis)) >= 0
                    && d.compareTo(Duration.ofDays(365)) <= 0,
                "--duration must be one message (" + messageMillis + " ms) to a year",
                d.toMillis() / 1e3 + " s"));
    require(
        messageMillis >= MESSAGE_MILLIS_MIN && messageMillis <= MESSAGE_MILLIS_MAX,
        "--message-ms must be " + MESSAGE_MILLIS_MIN + " to " + MESSAGE_MILLIS_MAX,
        messageMillis);
    require(snrDb >= -60 && snrDb <= 60, "--snr must be -60 to 60 dB", snrDb);
    require(
        gapSecondsMin >= 0 && gapSecondsMax >= gapSecondsMin && gapSecondsMax <= 86_400,
        "the gaps between events must be 0 s or more, a day at most, and the longest not less than"
            + " the shortest",
        gapSecondsMin + " to " + gapSecondsMax + " s");
    startsAt = startsAt.truncatedTo(ChronoUnit.MICROS);
  }

  private static void require(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": " + value);
    }
  }

  /**
   * A beginning from which event time never runs ahead of the clock: a run that is faster than life
   * ends now, so to say, and began some time ago. No more than three hours, lest the broker take
   * the oldest frames for outdated; beyond that, and for a run without an end, event time does run
   * ahead.
   */
  public static Instant startFor(Instant now, Optional<Duration> duration, double speed) {
    if (duration.isEmpty() || speed <= 1) {
      return now;
    }
    double aheadSeconds = duration.get().toMillis() / 1e3 * (1 - 1 / speed);
    return now.minusMillis(Math.min((long) (aheadSeconds * 1e3), HISTORY_MAX.toMillis()));
  }

  /** The same, begun now: what was planned a while ago would be late by that while. */
  SimulationConfig begunAt(Instant now) {
    return new SimulationConfig(
        nodes,
        speed,
        duration,
        seed,
        messageMillis,
        snrDb,
        gapSecondsMin,
        gapSecondsMax,
        startFor(now, duration, speed));
  }

  /** A node's id: {@code node-01} for the first, with as many digits as the last one needs. */
  public String nodeId(int node) {
    int digits = Math.max(2, Integer.toString(nodes).length());
    return String.format("node-%0" + digits + "d", node + 1);
  }

  /** Names this run of all nodes' sample counters: its beginning, microseconds since the epoch. */
  public long session() {
    return micros(0);
  }

  /** Event time of a sample, microseconds since the epoch. */
  public long micros(long sample) {
    long startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, startsAt);
    return startMicros + Math.multiplyExact(sample, 1_000_000L) / Sound.SAMPLE_RATE_HZ;
  }

  /** How many samples each node plays. */
  OptionalLong samplesANode() {
    return duration.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(duration.get().toNanos() / 1_000 * Sound.SAMPLE_RATE_HZ / 1_000_000);
  }

  int messageSamples() {
    return messageMillis * Sound.SAMPLE_RATE_HZ / 1_000;
  }
}
