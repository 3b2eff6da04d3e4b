package dev.earshot.sim;

import dev.earshot.console.Failure;
import dev.earshot.console.KafkaOptions;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.Topics;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where nodes send what they hear, and whether signed: a picocli mixin. */
final class OutletOptions {
  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "" + Topics.DEFAULT_PARTITIONS,
      description = "Of topics that are not there yet (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--no-create-topics",
      description = "Do not create topics that are missing: they are made elsewhere.")
  private boolean noCreateTopics;

  @Mixin private SigningOptions signing;

  @Mixin private KafkaOptions kafka;

  /**
   * A cluster that answers and has the topics.
   *
   * @param clientProperties Kafka client properties, {@code bootstrap.servers} among them
   * @param signer empty where frames are not signed
   */
  record Outlet(Map<String, String> clientProperties, Optional<Simulation.Signer> signer) {
    String address() {
      return clientProperties.get("bootstrap.servers");
    }
  }

  /**
   * Checks what can be checked without a cluster.
   *
   * @throws Failure where an option's value is out of bounds
   */
  void check() {
    if (partitions < 1) {
      throw Failure.usage("--partitions must be 1 or more: " + partitions);
    }
  }

  /**
   * Reads keys, makes topics and tells profiles, each where that was asked for.
   *
   * @param firstMicros when the nodes' first frames begin, microseconds since the epoch
   * @param err what was made is said there
   * @throws Failure where any of it cannot be
   */
  Outlet open(List<String> nodeIds, long firstMicros, PrintWriter err) {
    Optional<NodeKeys> keys = signing.keys(nodeIds);
    Map<String, String> clientProperties = kafka.clientProperties();
    Cluster.require(clientProperties);
    if (!noCreateTopics) {
      createTopics(clientProperties, err);
    }
    keys.ifPresent(those -> signing.publish(those, firstMicros, clientProperties));
    return new Outlet(clientProperties, keys.map(those -> those::sign));
  }

  private void createTopics(Map<String, String> clientProperties, PrintWriter err) {
    try (Admin admin = Admin.create(new HashMap<>(clientProperties))) {
      Set<String> made = Topics.createMissing(admin, Topics.plans(partitions));
      if (!made.isEmpty()) {
        err.println("made topics " + String.join(", ", made));
      }
    } catch (KafkaException e) {
      throw Failure.because(
          "cannot create the topics: " + ClusterCheck.reasonOf(e) + "; create them or allow it", e);
    }
  }
}
