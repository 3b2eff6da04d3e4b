package dev.earshot.city.torture;

import dev.earshot.city.broker.BrokerCluster;
import dev.earshot.city.run.Ending;
import dev.earshot.contracts.TopicPlan;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.InstanceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Three brokers and two processors as processes, what can be done to them, and what can be waited
 * for. Whatever is not waited for here is left to the system as it is: nothing is told to hurry.
 * For one thread.
 */
final class Rig implements AutoCloseable {
  static final int PROCESSORS = 2;
  static final int BROKERS = 3;
  static final int PARTITIONS = 6;
  static final String APPLICATION_ID = "earshot-torture";

  /** What comes out of the processors. */
  static final List<String> OUTPUT =
      List.of(
          Topics.ANOMALIES,
          Topics.WINDOW_SCORES,
          Topics.LEVELS,
          Topics.NODE_STATUS,
          Topics.DEAD_LETTERS);

  /**
   * Longer than a transaction lasts (5 s by the processor's settings, 10 s by Kafka Streams' own)
   * and a broker needs to see that it has timed out (it looks every 10 s).
   */
  private static final Duration TRANSACTIONS_TIMED_OUT = Duration.ofSeconds(22);

  private static final Duration START_PATIENCE = Duration.ofMinutes(5);
  private static final Duration RECOVERY_PATIENCE = Duration.ofMinutes(10);

  private final BrokerCluster cluster = BrokerCluster.of(BROKERS);
  private final Applications applications;
  private final Path folder;
  private final Patience patience;
  private final Children children = Children.ofThisProcess();
  private final List<Victim> brokers = new ArrayList<>();
  private final List<ProcessorUnderTest> processors = new ArrayList<>();
  private final Map<Deed, Integer> deeds = new EnumMap<>(Deed.class);
  private final ClusterView view;

  /**
   * Starts nothing yet.
   *
   * @param folder for data, state and logs
   * @param processOptions options of {@code earshot process} beside those that the rig needs
   */
  Rig(Applications applications, Path folder, List<String> processOptions, Ending ending) {
    this.applications = applications;
    this.folder = folder;
    this.patience = new Patience(ending);
    for (BrokerCluster.Node node : cluster.nodes()) {
      String name = "broker-" + node.id();
      brokers.add(new Victim(name, folder.resolve(name + ".log"), children));
    }
    List<String> settings = new ArrayList<>();
    settings.addAll(List.of("--bootstrap-servers", cluster.bootstrapServers()));
    settings.addAll(List.of("--application-id", APPLICATION_ID));
    settings.addAll(processOptions);
    for (int i = 1; i <= PROCESSORS; i++) {
      processors.add(
          new ProcessorUnderTest("processor-" + i, applications, settings, folder, children));
    }
    this.view = new ClusterView(client(), APPLICATION_ID);
  }

  /** All that a client needs to be told to connect. */
  Map<String, String> client() {
    return Map.of("bootstrap.servers", cluster.bootstrapServers());
  }

  Patience patience() {
    return patience;
  }

  /** What has been done so far. */
  Map<Deed, Integer> deeds() {
    return new EnumMap<>(deeds);
  }

  /** Starts the brokers and makes the topics. */
  void startBrokers() {
    for (int i = 0; i < BROKERS; i++) {
      startBroker(i);
    }
    patience.await("brokers answer", START_PATIENCE, () -> view.brokers() == BROKERS);
    patience.await(
        "topics are made",
        START_PATIENCE,
        () -> {
          Topics.createMissing(view.admin(), topics());
          return true;
        });
    patience.await("topics have their copies", START_PATIENCE, view::isInSync);
  }

  /** As ever, but nothing is forgotten before it has been compared. */
  static List<TopicPlan> topics() {
    return Topics.plans(PARTITIONS).stream()
        .map(
            plan -> {
              Map<String, String> configs = new HashMap<>(plan.configs());
              configs.put("cleanup.policy", "delete");
              configs.put("retention.ms", "-1");
              configs.put("segment.bytes", Integer.toString(64 << 20)); // read again after a kill
              return new TopicPlan(plan.name(), plan.partitions(), configs);
            })
        .toList();
  }

  /** Starts the processors and waits until both work and have the nodes' profiles. */
  void startProcessors() {
    for (int i = 0; i < PROCESSORS; i++) {
      startProcessor(i);
    }
    patience.await(
        "processors are ready",
        START_PATIENCE,
        () -> processors.stream().allMatch(this::isReadyOrHelped));
    awaitWorkedOff(List.of(Topics.NODE_PROFILES), START_PATIENCE);
  }

  /** Ends the processors in good order, and waits until all that they wrote can be read. */
  void endProcessors() {
    processors.forEach(processor -> processor.victim().end());
    patience.await(
        "no transaction is left open", RECOVERY_PATIENCE, () -> view.isCommitted(OUTPUT));
  }

  /** Which partitions of the topic of frames a processor has, as the brokers know it. */
  Set<Integer> partitionsOf(int index)
      throws ExecutionException, InterruptedException, TimeoutException {
    return view.partitionsOf(
        InstanceId.in(processors.get(index).disk().folder(), APPLICATION_ID), Topics.PCM_FRAMES);
  }

  private void did(Deed deed) {
    deeds.merge(deed, 1, Integer::sum);
  }

  void killProcessor(int index) {
    processors.get(index).victim().kill();
    did(Deed.PROCESSOR_KILLS);
  }

  void startProcessor(int index) {
    processors.get(index).start();
  }

  void stopProcessor(int index) {
    processors.get(index).victim().stop();
    did(Deed.PROCESSOR_STOPS);
  }

  void continueProcessor(int index) {
    processors.get(index).victim().goOn();
  }

  /** Ends a processor in good order and starts it again as another version. */
  void upgradeProcessor(int index) {
    ProcessorUnderTest processor = processors.get(index);
    processor.victim().end();
    processor.upgrade();
    processor.start();
    patience.await(
        processor.victim() + " is ready", RECOVERY_PATIENCE, () -> isReadyOrHelped(processor));
    did(Deed.PROCESSOR_UPGRADES);
  }

  boolean canFillDisk(int index) {
    return processors.get(index).disk().canBeFilled();
  }

  void fillDisk(int index) {
    processors.get(index).disk().fill();
    did(Deed.DISKS_FILLED);
  }

  void freeDisk(int index) {
    processors.get(index).disk().free();
  }

  void killBroker(int index) {
    brokers.get(index).kill();
    did(Deed.BROKER_KILLS);
  }

  void startBroker(int index) {
    BrokerCluster.Node node = cluster.nodes().get(index);
    brokers
        .get(index)
        .start(
            applications.broker(
                List.of(
                    "--cluster",
                    cluster.toString(),
                    "--node",
                    Integer.toString(node.id()),
                    "--dir",
                    folder.resolve("broker-" + node.id()).toString())));
  }

  void stopBroker(int index) {
    brokers.get(index).stop();
    did(Deed.BROKER_STOPS);
  }

  void continueBroker(int index) {
    brokers.get(index).goOn();
  }

  /** Until the controllers have noticed that one is away. */
  void awaitBrokerMissed() {
    patience.await("the broker is missed", RECOVERY_PATIENCE, () -> view.brokers() < BROKERS);
  }

  /** Long enough for the brokers to have given up whatever transaction a stopped processor had. */
  void awaitTransactionsTimedOut() {
    patience.pause(TRANSACTIONS_TIMED_OUT);
  }

  /** Until every frame that is in the topic now has been worked off, by whomever. */
  void awaitWorkedOff() {
    awaitWorkedOff(List.of(Topics.PCM_FRAMES), RECOVERY_PATIENCE);
  }

  private void awaitWorkedOff(Collection<String> topics, Duration most) {
    AtomicReference<Map<TopicPartition, Long>> ends = new AtomicReference<>(Map.of());
    patience.await(
        "what is in " + topics + " is worked off",
        most,
        () -> {
          if (ends.get().isEmpty()) {
            ends.set(view.ends(topics, IsolationLevel.READ_UNCOMMITTED));
          }
          return view.hasWorkedOff(ends.get());
        });
  }

  /**
   * Until all is well: both processors work, every topic has all its copies, and what was there by
   * then is worked off. A processor that has given up is started again, as whoever runs one for
   * real has it done.
   */
  void awaitRecovered() {
    patience.await("all is well again", RECOVERY_PATIENCE, this::isWell);
    awaitWorkedOff();
  }

  private boolean isWell() throws ExecutionException, InterruptedException, TimeoutException {
    boolean ready = true;
    for (ProcessorUnderTest processor : processors) {
      ready &= isReadyOrHelped(processor);
    }
    return ready && view.brokers() == BROKERS && view.isInSync();
  }

  private boolean isReadyOrHelped(ProcessorUnderTest processor) {
    if (processor.hasGivenUp()) {
      helpUp(processor);
    }
    return processor.isReady();
  }

  private void helpUp(ProcessorUnderTest processor) {
    if (processor.victim().isAlive()) {
      processor.victim().kill();
    }
    processor.start();
    did(Deed.PROCESSORS_HELPED_UP);
  }

  /** Nothing is left of it but files. */
  @Override
  public void close() {
    view.close();
    children.close();
    processors.forEach(ProcessorUnderTest::close);
  }
}
