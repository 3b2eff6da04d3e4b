package dev.earshot.city.broker;

import dev.earshot.console.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker in KRaft mode, controller included, inside this JVM: the real thing with its log
 * on disk and its transactions, listening on 127.0.0.1 only. By itself it is a whole cluster;
 * several of them, each in a JVM of its own, make a larger one.
 *
 * <p>Its address is known from the moment it is made, so that clients can be set up while {@link
 * #start} still runs; they connect once it has. Data lies in a directory: given one, the broker
 * leaves it alone on {@link #close} and another one made on the same directory goes on from there;
 * given none, it makes one and deletes it.
 *
 * <pre>{@code
 * try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
 *   broker.start();
 *   Admin admin = Admin.create(Map.copyOf(broker.clientProperties()));
 * }
 * }</pre>
 *
 * <p>{@code start} is called once, by one thread; {@code close} may be called by any, more than
 * once.
 */
public final class EmbeddedBroker implements AutoCloseable {
  /** Where clients connect. */
  public static final String LISTENER = "CLIENTS";

  private final BrokerCluster cluster;
  private final BrokerCluster.Node node;
  private final Path directory;
  private final boolean deleteDirectory;
  private final Map<String, String> more;
  private final AtomicBoolean closed = new AtomicBoolean();
  private KafkaRaftServer server; // guarded by this

  private EmbeddedBroker(
      BrokerCluster cluster,
      BrokerCluster.Node node,
      Path directory,
      boolean deleteDirectory,
      Map<String, String> more) {
    this.cluster = cluster;
    this.node = node;
    this.directory = directory;
    this.deleteDirectory = deleteDirectory;
    this.more = Map.copyOf(more);
  }

  private static EmbeddedBroker single(
      Path directory, boolean deleteDirectory, Map<String, String> more) {
    BrokerCluster cluster = BrokerCluster.of(1);
    return new EmbeddedBroker(cluster, cluster.nodes().get(0), directory, deleteDirectory, more);
  }

  /** A broker whose data is deleted when it is closed. */
  public static EmbeddedBroker temporary() {
    return temporary(Map.of());
  }

  /**
   * One that differs: its data is deleted when it is closed.
   *
   * @param settings of the broker, over those here; its listener for clients is called {@value
   *     #LISTENER}
   */
  public static EmbeddedBroker temporary(Map<String, String> settings) {
    try {
      return single(Files.createTempDirectory("earshot-broker"), true, settings);
    } catch (IOException e) {
      throw Failure.because("cannot make a directory for the broker's data: " + e.getMessage(), e);
    }
  }

  /**
   * A broker whose data stays.
   *
   * @param directory made when it is not there; at most one broker at a time may use it
   */
  public static EmbeddedBroker in(Path directory) {
    return single(directory, false, Map.of());
  }

  /**
   * One node of a larger cluster, whose data stays.
   *
   * @param node one of the cluster's
   * @param directory the node's own, made when it is not there
   */
  public static EmbeddedBroker memberOf(
      BrokerCluster cluster, BrokerCluster.Node node, Path directory) {
    return new EmbeddedBroker(cluster, node, directory, false, Map.of());
  }

  /** Host and port to connect to; of a larger cluster, those of all nodes. */
  public String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  /** All that a client needs to be told to connect. */
  public Map<String, String> clientProperties() {
    return Map.of("bootstrap.servers", bootstrapServers());
  }

  /** Where its data lies. */
  Path directory() {
    return directory;
  }

  /**
   * Starts the broker and returns once it takes requests (2 to 7 seconds).
   *
   * @throws Failure where the directory cannot be used or the port was taken meanwhile
   */
  public synchronized void start() {
    if (server != null || closed.get()) {
      throw new IllegalStateException("a broker is started once");
    }
    try {
      format();
      server = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
      server.startup();
    } catch (Exception e) {
      close();
      throw Failure.because("the broker in this process did not start: " + e.getMessage(), e);
    }
  }

  /** Stops the broker, waits until it has, and deletes its data when it is temporary. */
  @Override
  public synchronized void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (server != null) {
        server.shutdown();
        server.awaitShutdown();
      }
    } finally {
      if (deleteDirectory) {
        deleteData();
      }
    }
  }

  private void deleteData() {
    try {
      FileTree.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void format() throws Exception {
    Files.createDirectories(directory);
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setClusterId(cluster.id())
          .setNodeId(node.id())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(directory.toString())
          .setDirectories(List.of(directory.toString()))
          .run();
    }
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(node.id()));
    settings.put("controller.quorum.voters", cluster.voters());
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listener.security.protocol.map", LISTENER + ":PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", LISTENER);
    settings.put(
        "listeners",
        "%1$s://%2$s:%3$d,CONTROLLER://%2$s:%4$d"
            .formatted(LISTENER, BrokerCluster.HOST, node.brokerPort(), node.controllerPort()));
    settings.put("log.dirs", directory.toString());

    // few partitions of the internal topics, which are made when they are first needed, one
    // directory with five files each
    String copies = String.valueOf(cluster.copies());
    String copiesInSync = String.valueOf(cluster.copiesInSync());
    settings.put("default.replication.factor", copies);
    settings.put("min.insync.replicas", copiesInSync);
    settings.put("offsets.topic.replication.factor", copies);
    settings.put("offsets.topic.num.partitions", String.valueOf(cluster.nodes().size()));
    settings.put("transaction.state.log.replication.factor", copies);
    settings.put("transaction.state.log.min.isr", copiesInSync);
    settings.put(
        "transaction.state.log.num.partitions",
        String.valueOf(Math.max(2, cluster.nodes().size())));
    settings.put("share.coordinator.state.topic.replication.factor", copies);
    settings.put("share.coordinator.state.topic.min.isr", copiesInSync);

    // a topic bounded in bytes would grow for minutes before anybody looks, and what has been
    // forgotten would stay on the disk for one more
    settings.put("log.initial.task.delay.ms", "5000");
    settings.put("log.retention.check.interval.ms", "5000");
    settings.put("log.segment.delete.delay.ms", "1000");

    // the group's first member need not wait three seconds for others
    settings.put("group.initial.rebalance.delay.ms", "0");
    // simulated nodes may run their clocks faster than this machine's
    settings.put("log.message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
    settings.put("auto.create.topics.enable", "false");
    settings.putAll(more);
    return settings;
  }
}
