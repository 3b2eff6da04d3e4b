package dev.earshot.sim;

import dev.earshot.console.Failure;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.v1.NodeProfile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Option;

/** Whether simulated nodes sign their frames: a picocli mixin. */
final class SigningOptions {
  private static final SingleObject<NodeProfile> PROFILES = SingleObject.of(NodeProfile.class);

  @Option(
      names = "--signing-keys",
      paramLabel = "DIR",
      description = "Nodes sign their frames, with keys from this folder; missing ones are made.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--publish-keys",
      description = "Tell the public keys in the nodes' profiles, in place of what stands in them.")
  private boolean publish;

  /**
   * The keys of these nodes; empty where they do not sign.
   *
   * @throws Failure where the folder cannot be used
   */
  Optional<NodeKeys> keys(List<String> nodeIds) {
    if (publish && folder.isEmpty()) {
      throw Failure.usage("--publish-keys needs --signing-keys");
    }
    return folder.map(path -> new NodeKeys(path, nodeIds));
  }

  /**
   * Writes the nodes' profiles, if that was asked for, dated before their first frames.
   *
   * @param firstMicros when the first of those begins, microseconds since the epoch
   * @throws Failure where the cluster does not take them
   */
  void publish(NodeKeys keys, long firstMicros, Map<String, String> clientProperties) {
    if (!publish) {
      return;
    }
    Map<String, Object> properties = new HashMap<>(clientProperties);
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      for (NodeProfile profile : keys.profiles()) {
        producer
            .send(
                new ProducerRecord<>(
                    Topics.NODE_PROFILES,
                    null,
                    firstMicros / 1_000 - 1,
                    profile.getNodeId(),
                    PROFILES.encode(profile)))
            .get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.because("interrupted while it told the keys", e);
    } catch (ExecutionException | KafkaException e) {
      throw Failure.because(
          "cannot tell the keys in %s: %s; allow it, or leave out --publish-keys"
              .formatted(Topics.NODE_PROFILES, ClusterCheck.reasonOf(e)),
          e);
    }
  }
}
