package dev.earshot.processor.topology;

import dev.earshot.contracts.DeadLetters;
import dev.earshot.contracts.DeadLetters.Position;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.node.NodeOutput;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.SoundLevels;
import dev.earshot.v1.WindowScore;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Sends what comes of a record to the topics. Records have the timestamp of the one that they come
 * of, whatever the node's clock says: a broker that took the one takes the others, and keeps them
 * as long. When the sound was is in their values. Not thread-safe.
 */
final class Forwarder implements NodeOutput {
  private final ProcessorContext<byte[], Object> context;
  private Record<byte[], byte[]> source;

  Forwarder(ProcessorContext<byte[], Object> context) {
    this.context = context;
  }

  /** What is sent from now on comes of this record. */
  Forwarder of(Record<byte[], byte[]> record) {
    source = record;
    return this;
  }

  @Override
  public void score(WindowScore score) {
    send(EarshotTopology.WINDOW_SCORES, score.getNodeId(), score);
  }

  @Override
  public void anomaly(AnomalyEvent event) {
    send(EarshotTopology.ANOMALIES, event.getNodeId(), event);
  }

  @Override
  public void status(NodeStatus status) {
    send(EarshotTopology.NODE_STATUS, status.getNodeId(), status);
  }

  @Override
  public void levels(SoundLevels levels) {
    send(EarshotTopology.LEVELS, levels.getNodeId(), levels);
  }

  private void send(String sink, String nodeId, Object value) {
    byte[] key = nodeId.getBytes(StandardCharsets.UTF_8);
    context.forward(new Record<>(key, value, source.timestamp()), sink);
  }

  @Override
  public void deadLetter(Reason reason, String detail) {
    RecordMetadata at = context.recordMetadata().orElseThrow();
    DeadLetters.Letter letter =
        DeadLetters.of(
            source.key(),
            source.value(),
            source.headers(),
            reason,
            detail,
            new Position(at.topic(), at.partition(), at.offset(), source.timestamp()));
    context.forward(
        new Record<>(letter.key(), letter.value(), source.timestamp(), letter.headers()),
        EarshotTopology.DEAD_LETTERS);
  }
}
