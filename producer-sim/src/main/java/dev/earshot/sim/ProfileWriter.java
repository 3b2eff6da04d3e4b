package dev.earshot.sim;

import dev.earshot.console.Failure;
import dev.earshot.contracts.Answers;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.v1.NodeProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Tells a cluster what simulated nodes have in their profiles, before they begin to play. */
public final class ProfileWriter {
  private static final SingleObject<NodeProfile> PROFILES = SingleObject.of(NodeProfile.class);

  private ProfileWriter() {}

  /**
   * Writes profiles, dated before the nodes' first frames, in place of those that stand, and
   * returns when the cluster has them.
   *
   * @param firstMicros when the first of those begins, microseconds since the epoch
   * @throws Failure where the cluster does not take them
   */
  public static void write(
      List<NodeProfile> profiles, long firstMicros, Map<String, String> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    long millis = firstMicros / 1_000 - 1;
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent =
          profiles.stream().map(profile -> producer.send(record(profile, millis))).toList();
      sent.forEach(Answers::await);
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
      throw Failure.because("interrupted while it told the nodes' profiles", e);
    } catch (KafkaException e) {
      throw Failure.because(
          "cannot write the nodes' profiles to %s: %s"
              .formatted(Topics.NODE_PROFILES, ClusterCheck.reasonOf(e)),
          e);
    }
  }

  private static ProducerRecord<String, byte[]> record(NodeProfile profile, long millis) {
    return new ProducerRecord<>(
        Topics.NODE_PROFILES, null, millis, profile.getNodeId(), PROFILES.encode(profile));
  }
}
