package dev.earshot.processor;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.console.KafkaOptions;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.ClusterCheck.NotReached;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.audio.AudioOptions;
import dev.earshot.processor.partition.PartitionSettings;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code earshot process}: the stream processor against a cluster. Looks whether everything it
 * needs is there, tells Quarkus what it was told, and runs until it is stopped.
 */
@Command(
    name = "process",
    description = {
      "Runs the stream processor against a Kafka cluster, with its page on http://127.0.0.1:8080.",
      "Start as many as there are partitions to share; each takes its part of the nodes."
    },
    footer = {
      "  ./earshot process --bootstrap-servers kafka:9092",
      "  ./earshot process --kafka-config client.properties --model out/model.tflite",
      "  ./earshot process --port 8081 --management-port 9001 --state-dir state-2"
    })
final class ProcessCommand extends EarshotCommand {
  enum Guarantee {
    EXACTLY_ONCE("exactly_once_v2"),
    AT_LEAST_ONCE("at_least_once");

    final String kafkaName;

    Guarantee(String kafkaName) {
      this.kafkaName = kafkaName;
    }

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private static final Duration TOPICS_PATIENCE = Duration.ofSeconds(10);

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A .tflite of Earshot's (default: the model that ships with it).")
  private Path model;

  @Option(
      names = "--shadow",
      paramLabel = "FILE",
      description = {
        "A second .tflite that hears along: how the two differ is at /api/shadow, what is",
        "decided is left alone."
      })
  private Path shadow;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      defaultValue = "earshot",
      description =
          "Instances with the same id share the work, others do it again (default: ${DEFAULT-VALUE}).")
  private String applicationId;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Stream threads (default: one a processor core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "Where the state of nodes is kept; lost, it is fetched from Kafka (default:"
              + " ~/.earshot/state).")
  private Path stateDir = Path.of(System.getProperty("user.home"), ".earshot", "state");

  @Option(
      names = "--silence",
      paramLabel = "SECONDS",
      defaultValue = "" + PartitionSettings.SILENCE_DEFAULT_S,
      description =
          "A node not heard for longer, by stream time, is silent (default: ${DEFAULT-VALUE}).")
  private int silenceSeconds;

  @Option(
      names = "--forget-after",
      paramLabel = "DAYS",
      defaultValue = "" + PartitionSettings.RETENTION_DEFAULT_DAYS,
      description =
          "Nothing is kept of a node not heard for longer, by stream time (default:"
              + " ${DEFAULT-VALUE}).")
  private int forgetAfterDays;

  @Option(
      names = "--require-signatures",
      description =
          "Take frames only that their nodes have signed, by the signing_key in their profiles.")
  private boolean requireSignatures;

  @Option(
      names = "--group-protocol",
      paramLabel = "WHICH",
      defaultValue = "auto",
      description = {
        "How instances share the partitions: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
        "auto is streams where the brokers notice within 10 s that an instance is gone, else classic."
      })
  private Membership.Protocol groupProtocol;

  @Option(
      names = "--guarantee",
      paramLabel = "WHICH",
      defaultValue = "exactly-once",
      description = "exactly-once or at-least-once (default: ${DEFAULT-VALUE}).",
      converter = GuaranteeConverter.class)
  private Guarantee guarantee;

  @Mixin private HttpOptions http;
  @Mixin private AudioOptions audio;

  @Option(
      names = "--no-create-topics",
      description = "Do not create topics that are missing: they are made elsewhere.")
  private boolean noCreateTopics;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Partitions of topics that are created (default: " + Topics.DEFAULT_PARTITIONS + ").")
  private int partitions = Topics.DEFAULT_PARTITIONS;

  /** How this instance takes part, once the cluster has been asked. */
  private Map<String, String> membership = Map.of();

  static final class GuaranteeConverter implements picocli.CommandLine.ITypeConverter<Guarantee> {
    @Override
    public Guarantee convert(String value) {
      for (Guarantee guarantee : Guarantee.values()) {
        if (guarantee.toString().equals(value)) {
          return guarantee;
        }
      }
      throw new picocli.CommandLine.TypeConversionException(
          "'" + value + "' is neither exactly-once nor at-least-once");
    }
  }

  @Override
  public void run() {
    quietKafka();
    check();
    settings().forEach(System::setProperty);
    Quarkus.run();
  }

  private void check() {
    within("--threads", threads, 1, 256);
    within("--partitions", partitions, 1, 10_000);
    within(
        "--silence",
        silenceSeconds,
        PartitionSettings.SILENCE_MIN_S,
        PartitionSettings.SILENCE_MAX_S);
    within("--forget-after", forgetAfterDays, 1, PartitionSettings.RETENTION_MAX_DAYS);
    if (Duration.ofDays(forgetAfterDays).compareTo(Duration.ofSeconds(silenceSeconds)) <= 0) {
      throw Failure.usage("--forget-after has to be longer than --silence");
    }
    checkModels();
    checkStateDir();
    http.check();
    audio.check();
    Map<String, String> client = kafka.clientProperties();
    if (ClusterCheck.reach(client, ClusterCheck.DEFAULT_PATIENCE) instanceof NotReached not) {
      throw Failure.because(not.message());
    }
    checkTopics(client);
    membership = membership(client);
  }

  private Map<String, String> membership(Map<String, String> client) {
    try (Admin admin = Admin.create(new HashMap<String, Object>(client))) {
      return new Membership(admin, applicationId)
          .settings(groupProtocol, InstanceId.in(stateDir, applicationId));
    } catch (KafkaException e) {
      throw Failure.because("cannot join the group " + applicationId + ": " + e.getMessage(), e);
    }
  }

  private void checkModels() {
    ModelFile live = ModelSource.read("--model", Optional.ofNullable(model));
    if (shadow != null) {
      ModelFile second = ModelSource.read("--shadow", Optional.of(shadow));
      int rate = live.metadata().frontEnd().sampleRateHz();
      if (second.metadata().frontEnd().sampleRateHz() != rate) {
        throw Failure.because(
            "model file " + shadow + " does not hear at " + rate + " Hz; mend --shadow");
      }
    }
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw Failure.usage(name + " is " + value + ", needs to be " + least + " to " + most);
    }
  }

  private void checkStateDir() {
    try {
      Files.createDirectories(stateDir);
    } catch (IOException e) {
      throw Failure.because("cannot make the folder " + stateDir + "; mend --state-dir", e);
    }
    if (!Files.isWritable(stateDir)) {
      throw Failure.because("cannot write to " + stateDir + "; mend --state-dir");
    }
  }

  private void checkTopics(Map<String, String> client) {
    try (Admin admin = Admin.create(new HashMap<String, Object>(client))) {
      if (!noCreateTopics) {
        Topics.createMissing(admin, Topics.plans(partitions));
      }
      if (audio.isOn()) {
        checkKeptAudio(admin);
      }
      Map<String, Integer> inputs =
          partitionsOf(admin, Set.of(Topics.PCM_FRAMES, Topics.NODE_PROFILES, Topics.MODELS));
      requireOnePartition(inputs, Topics.MODELS);
      inputs.remove(Topics.MODELS);
      if (Set.copyOf(inputs.values()).size() > 1) {
        throw Failure.because(
            "topics "
                + inputs.entrySet().stream()
                    .map(topic -> topic.getKey() + " (" + topic.getValue() + ")")
                    .sorted()
                    .collect(Collectors.joining(" and "))
                + " need the same number of partitions; make them anew");
      }
    } catch (KafkaException e) {
      throw Failure.because("cannot use the topics: " + e.getMessage(), e);
    }
  }

  private void checkKeptAudio(Admin admin) {
    if (!noCreateTopics) {
      Topics.createMissing(admin, List.of(Topics.keptAudio()));
    }
    requireOnePartition(partitionsOf(admin, Set.of(Topics.KEPT_AUDIO)), Topics.KEPT_AUDIO);
  }

  private static void requireOnePartition(Map<String, Integer> partitions, String topic) {
    if (partitions.get(topic) != 1) {
      throw Failure.because(
          "topic %s needs one partition, so that all read it in one order; make it anew"
              .formatted(topic));
    }
  }

  /** Topics just made are not known to every broker at once, so it is asked again for a while. */
  private Map<String, Integer> partitionsOf(Admin admin, Set<String> topics) {
    long giveUpAt = System.nanoTime() + TOPICS_PATIENCE.toNanos();
    while (true) {
      try {
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
            .collect(
                Collectors.toMap(
                    TopicDescription::name,
                    topic -> topic.partitions().size(),
                    Math::max,
                    HashMap::new));
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw new KafkaException(e.getCause());
        }
        if (noCreateTopics) {
          throw Failure.because(
              "topics are missing: make " + topics + ", or leave out --no-create-topics", e);
        }
        if (System.nanoTime() > giveUpAt) {
          throw Failure.because(
              "topics " + topics + " are made, but the brokers do not know them yet; try again", e);
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** What was said on the command line as Quarkus and Kafka Streams call it. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    kafka.clientProperties().forEach((key, value) -> settings.put("kafka-streams." + key, value));
    String servers = settings.remove("kafka-streams.bootstrap.servers");
    settings.put("quarkus.kafka-streams.bootstrap-servers", servers);
    settings.put("kafka.bootstrap.servers", servers);
    String hostNames = settings.get("kafka-streams.ssl.endpoint.identification.algorithm");
    if (hostNames != null) {
      // the extension has its own word for this one, which would win
      settings.put("quarkus.kafka-streams.ssl.endpoint-identification-algorithm", hostNames);
    }
    settings.put("quarkus.kafka-streams.application-id", applicationId);
    settings.putIfAbsent("kafka-streams.num.stream.threads", Integer.toString(threads));
    settings.put("kafka-streams.state.dir", stateDir.toAbsolutePath().toString());
    membership.forEach((key, value) -> settings.putIfAbsent("kafka-streams." + key, value));
    settings.put("kafka-streams.processing.guarantee", guarantee.kafkaName);
    settings.put("earshot.processor.silence", Duration.ofSeconds(silenceSeconds).toString());
    settings.put("earshot.processor.retention", Duration.ofDays(forgetAfterDays).toString());
    settings.put("earshot.processor.require-signatures", Boolean.toString(requireSignatures));
    if (model != null) {
      settings.put("earshot.processor.model", model.toAbsolutePath().toString());
    }
    if (shadow != null) {
      settings.put("earshot.processor.shadow", shadow.toAbsolutePath().toString());
    }
    settings.putAll(http.settings());
    settings.putAll(audio.settings());
    settings.replaceAll((key, value) -> value.replace("${", "\\${")); // said as it is
    return settings;
  }

  /** Kafka's clients tell at length what {@link ClusterCheck} says in a line. */
  private static void quietKafka() {
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
  }

  // held, as a logger that nobody holds forgets its level
  private static final List<Logger> QUIET = List.of(Logger.getLogger("org.apache.kafka"));
}
