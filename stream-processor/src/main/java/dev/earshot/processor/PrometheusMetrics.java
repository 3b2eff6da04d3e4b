package dev.earshot.processor;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.v1.EndReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * {@link NodeMetrics} on {@code /q/metrics}: {@code earshot_*}. No label has the id of a node, so
 * their number does not grow with the city.
 */
@Singleton
public class PrometheusMetrics implements NodeMetrics {
  private volatile long processedAtNanos = System.nanoTime();
  private final Timer process;
  private final Counter samplesHeard;
  private final Counter samplesLost;
  private final Counter samplesDuplicate;
  private final Counter samplesLate;
  private final Counter windows;
  private final Counter opened;
  private final Counter silent;
  private final Map<EndReason, Counter> closed;
  private final Map<Reason, Counter> deadLetters;

  PrometheusMetrics(MeterRegistry registry) {
    process =
        Timer.builder("earshot.frame.process")
            .description("Time to process one record of the topic of frames.")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofNanos(10_000))
            .maximumExpectedValue(Duration.ofSeconds(1))
            .register(registry);
    Gauge.builder("earshot.record.age.seconds", () -> sinceLastRecord().toMillis() / 1e3)
        .description("Seconds since a record of the topic of frames was last processed.")
        .register(registry);
    samplesHeard = counter(registry, "earshot.samples.heard", "Samples fed to the front-end.");
    samplesLost = counter(registry, "earshot.samples.lost", "Samples skipped by gaps.");
    samplesDuplicate =
        counter(registry, "earshot.samples.duplicate", "Samples that came twice, left out.");
    samplesLate = counter(registry, "earshot.samples.late", "Samples that came too late.");
    windows = counter(registry, "earshot.windows.scored", "Windows that the model scored.");
    opened = counter(registry, "earshot.anomalies.opened", "Anomalies opened.");
    silent = counter(registry, "earshot.nodes.fallen.silent", "Times that a node fell silent.");
    closed =
        counters(
            EndReason.class,
            reason ->
                Counter.builder("earshot.anomalies.closed")
                    .description("Anomalies closed, by reason.")
                    .tag("reason", reason.name())
                    .register(registry));
    deadLetters =
        counters(
            Reason.class,
            reason ->
                Counter.builder("earshot.dead.letters")
                    .description("Records that could not be used, by reason.")
                    .tag("reason", reason.name())
                    .register(registry));
  }

  /** Samples fed to the front-end by this process, those that it heard again after a crash too. */
  public long samplesHeard() {
    return (long) samplesHeard.count();
  }

  /** Records of the topic of frames that this process has processed. */
  public long framesProcessed() {
    return process.count();
  }

  /** How long ago a record was last processed; at first, since the process started. */
  public Duration sinceLastRecord() {
    return Duration.ofNanos(System.nanoTime() - processedAtNanos);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private static <E extends Enum<E>> Map<E, Counter> counters(
      Class<E> reasons, Function<E, Counter> make) {
    Map<E, Counter> counters = new EnumMap<>(reasons);
    for (E reason : reasons.getEnumConstants()) {
      counters.put(reason, make.apply(reason));
    }
    return counters;
  }

  @Override
  public void processed(long nanoseconds) {
    process.record(Duration.ofNanos(nanoseconds));
    processedAtNanos = System.nanoTime();
  }

  @Override
  public void heard(long samples) {
    samplesHeard.increment(samples);
  }

  @Override
  public void lost(long samples) {
    samplesLost.increment(samples);
  }

  @Override
  public void duplicate(long samples) {
    samplesDuplicate.increment(samples);
  }

  @Override
  public void late(long samples) {
    samplesLate.increment(samples);
  }

  @Override
  public void windowScored() {
    windows.increment();
  }

  @Override
  public void anomalyOpened() {
    opened.increment();
  }

  @Override
  public void anomalyClosed(EndReason reason) {
    closed.get(reason).increment();
  }

  @Override
  public void deadLetter(Reason reason) {
    deadLetters.get(reason).increment();
  }

  @Override
  public void nodeSilent() {
    silent.increment();
  }
}
