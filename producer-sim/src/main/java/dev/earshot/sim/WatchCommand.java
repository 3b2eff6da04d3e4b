package dev.earshot.sim;

import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.console.KafkaOptions;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.GroundTruth;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.WindowScore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./earshot watch}: what a cluster's processor finds, as JSON lines. */
@Command(
    name = "watch",
    description = {
      "Prints anomalies from a Kafka cluster, one JSON object a line, as they come.",
      "Keys are those of the schema; times are UTC. Ends with Ctrl-C."
    },
    footer = {
      "  ./earshot watch --bootstrap-servers kafka:9092",
      "  ./earshot watch --from-beginning --max 10",
      "  ./earshot watch --topic scores | jq .score"
    })
public final class WatchCommand extends EarshotCommand {
  /** What there is to watch. */
  enum Watched {
    ANOMALIES(Topics.ANOMALIES, AnomalyEvent.class),
    SCORES(Topics.WINDOW_SCORES, WindowScore.class),
    STATUS(Topics.NODE_STATUS, NodeStatus.class),
    TRUTH(Topics.GROUND_TRUTH, GroundTruth.class);

    private final String topic;
    private final Class<? extends SpecificRecord> type;

    Watched(String topic, Class<? extends SpecificRecord> type) {
      this.topic = topic;
      this.type = type;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--topic",
      paramLabel = "WHAT",
      defaultValue = "anomalies",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Watched watched;

  @Option(
      names = "--from-beginning",
      description = "Start with the oldest that is kept, not with what comes next.")
  private boolean fromBeginning;

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "End after so many lines (default: never).")
  private Long linesMax;

  @Mixin private KafkaOptions kafka;

  @Override
  public void run() {
    if (linesMax != null && linesMax < 1) {
      throw Failure.usage("--max must be 1 or more: " + linesMax);
    }
    Map<String, String> clientProperties = kafka.clientProperties();
    Cluster.require(clientProperties);
    try (Consumer<byte[], byte[]> consumer = consumer(clientProperties)) {
      CtrlC.stops(consumer::wakeup, () -> watch(consumer));
    } catch (WakeupException e) {
      // Ctrl-C before the first record was waited for
    } catch (KafkaException e) {
      throw Failure.because("cannot read " + watched.topic + ": " + ClusterCheck.reasonOf(e), e);
    }
  }

  private void watch(Consumer<byte[], byte[]> consumer) {
    consumer.assign(partitions(consumer));
    if (fromBeginning) {
      consumer.seekToBeginning(consumer.assignment());
    } else {
      consumer.seekToEnd(consumer.assignment());
    }
    // System.out would write in the platform's charset
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    long most = linesMax == null ? Long.MAX_VALUE : linesMax;
    new Watch(consumer, SingleObject.of(watched.type), out, System.err, most).run();
  }

  private List<TopicPartition> partitions(Consumer<?, ?> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(watched.topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw Failure.because(
          "there is no topic "
              + watched.topic
              + " at "
              + kafka.clientProperties().get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
              + "; start './earshot process' first, which makes it");
    }
    return partitions;
  }

  /** Outside any group: every watcher sees everything, and leaves no trace in the cluster. */
  private static Consumer<byte[], byte[]> consumer(Map<String, String> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
