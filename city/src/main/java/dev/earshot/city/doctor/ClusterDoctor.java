package dev.earshot.city.doctor;

import dev.earshot.contracts.Answers;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.ClusterCheck.NotReached;
import dev.earshot.contracts.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** Looks at a cluster: whether it answers, its topics, its clock. Changes nothing there. */
final class ClusterDoctor {
  private static final String SERVERS = "bootstrap.servers";
  private static final Duration AHEAD_MAX = Duration.ofSeconds(1);

  /** What is under way longer is aborted by its broker, and some seconds for that. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(15);

  private static final int TRANSACTIONS_MAX = 1_000;
  private static final int LOOKS_MAX = 20;

  private final Map<String, String> client;
  private final boolean asked;

  /**
   * @param client Kafka client properties
   * @param asked whether the user named a cluster; where none is and none answers, none is needed
   */
  ClusterDoctor(Map<String, String> client, boolean asked) {
    this.client = client;
    this.asked = asked;
  }

  List<Finding> look() {
    ClusterCheck.Answer answer = ClusterCheck.reach(client, ClusterCheck.DEFAULT_PATIENCE);
    if (answer instanceof NotReached not) {
      return List.of(
          asked
              ? Finding.fault("cluster", not.message(), "")
              : Finding.skipped(
                  "cluster",
                  "none at "
                      + client.get(SERVERS)
                      + "; demo needs none, --bootstrap-servers names one"));
    }
    try (Admin admin = Admin.create(new HashMap<String, Object>(client))) {
      int brokers = Answers.await(admin.describeCluster().nodes()).size();
      Map<String, TopicAudit.Topic> topics = topics(admin);
      List<Finding> found = new ArrayList<>();
      found.add(Finding.ok("cluster", brokers + " broker(s) at " + client.get(SERVERS)));
      found.addAll(new TopicAudit(client.get(SERVERS)).of(topics, brokers));
      found.add(clock(admin, topics, Instant.now()));
      return found;
    } catch (KafkaException e) {
      return List.of(
          Finding.fault(
              "cluster",
              "answers, but " + ClusterCheck.reasonOf(e),
              "allow it to describe topics and their settings; docs/security.md has all rights"));
    }
  }

  /** Earshot's topics that are there, by name. */
  static Map<String, TopicAudit.Topic> topics(Admin admin) {
    Set<String> all = Answers.await(admin.listTopics().names());
    List<String> ours =
        Topics.plans(1).stream().map(plan -> plan.name()).filter(all::contains).toList();
    Map<String, TopicDescription> described =
        Answers.await(admin.describeTopics(ours).allTopicNames());
    Map<String, ConfigResource> resources =
        ours.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    name -> new ConfigResource(ConfigResource.Type.TOPIC, name)));
    var settings = Answers.await(admin.describeConfigs(resources.values()).all());
    Map<String, TopicAudit.Topic> topics = new HashMap<>();
    described.forEach(
        (name, topic) ->
            topics.put(
                name,
                new TopicAudit.Topic(
                    topic.partitions().size(),
                    topic.partitions().get(0).replicas().size(),
                    settings.get(resources.get(name)).entries().stream()
                        .filter(entry -> entry.value() != null && !entry.isSensitive())
                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)))));
    return topics;
  }

  private static Finding clock(Admin admin, Map<String, TopicAudit.Topic> topics, Instant now) {
    Optional<Transactions> transactions = transactions(admin);
    Optional<Instant> shown =
        transactions
            .map(Transactions::newest)
            .or(() -> topics.containsKey(Topics.MODELS) ? newestStamp(admin) : Optional.empty());
    boolean recent = transactions.filter(Transactions::underWay).isPresent();
    return shown.map(then -> clock(then, now, recent)).orElseGet(ClusterDoctor::clockUnknown);
  }

  private static Finding clockUnknown() {
    return Finding.skipped("clock", "nothing there says the brokers' time");
  }

  /**
   * This machine's clock against a moment that the brokers' have shown already.
   *
   * @param then by the brokers' clock, and over
   * @param now by this machine's
   * @param recent whether that is over for some seconds at most
   */
  static Finding clock(Instant then, Instant now, boolean recent) {
    Duration ahead = Duration.between(now, then);
    String todo = "have machines and brokers keep time by NTP";
    if (ahead.compareTo(AHEAD_MAX) > 0) {
      return Finding.warning(
          "clock", "%d s behind the brokers' at least".formatted(ahead.toSeconds()), todo);
    }
    if (!recent) {
      return Finding.ok("clock", "not behind what the brokers have shown; more is not known");
    }
    return ahead.negated().compareTo(BEHIND_MAX) > 0
        ? Finding.warning(
            "clock", "some %d s ahead of the brokers'".formatted(ahead.negated().toSeconds()), todo)
        : Finding.ok("clock", "within seconds of the brokers'");
  }

  /**
   * Transactions, which a processor has one after the other with exactly-once, each for less than a
   * second or two.
   *
   * @param newest when the newest began, by its broker's clock
   * @param underWay whether any was seen under way
   */
  private record Transactions(Instant newest, boolean underWay) {}

  private static Optional<Transactions> transactions(Admin admin) {
    Optional<Transactions> seen = Optional.empty();
    for (int look = 0;
        look < LOOKS_MAX && !seen.map(Transactions::underWay).orElse(false);
        look++) {
      seen = lookAtTransactions(admin);
      if (seen.isEmpty()) {
        return seen;
      }
    }
    return seen;
  }

  private static Optional<Transactions> lookAtTransactions(Admin admin) {
    try {
      List<String> ids =
          Answers.await(admin.listTransactions().all()).stream()
              .map(TransactionListing::transactionalId)
              .limit(TRANSACTIONS_MAX)
              .toList();
      Collection<TransactionDescription> all =
          Answers.await(admin.describeTransactions(ids).all()).values();
      return all.stream()
          .flatMap(one -> one.transactionStartTimeMs().stream().boxed())
          .max(Comparator.naturalOrder())
          .map(Instant::ofEpochMilli)
          .map(
              newest ->
                  new Transactions(
                      newest,
                      all.stream().anyMatch(one -> one.state() == TransactionState.ONGOING)));
    } catch (KafkaException e) {
      return Optional.empty(); // not allowed to see them
    }
  }

  /** When the newest model was announced: the one topic that brokers stamp by their own clock. */
  private static Optional<Instant> newestStamp(Admin admin) {
    TopicPartition models = new TopicPartition(Topics.MODELS, 0);
    long stamp =
        Answers.await(
                admin
                    .listOffsets(Map.of(models, OffsetSpec.maxTimestamp()))
                    .partitionResult(models))
            .timestamp();
    return stamp < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(stamp));
  }
}
