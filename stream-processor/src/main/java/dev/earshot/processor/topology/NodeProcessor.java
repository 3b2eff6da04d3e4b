package dev.earshot.processor.topology;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.FrameSignatures;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.NodeOutput;
import dev.earshot.processor.node.ProfileSchedule;
import dev.earshot.processor.partition.Arrival;
import dev.earshot.processor.partition.PartitionLife;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.processor.partition.Profiles;
import dev.earshot.processor.partition.Shadow;
import dev.earshot.processor.partition.ShadowModel;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Carries the records of one partition to its {@link PartitionLife}, and what comes of them to the
 * store and the topics. Kafka Streams makes one for each task and calls it from one thread; it owns
 * its life from {@link #init} to {@link #close}.
 *
 * <p>If something throws, nothing of the record is half done, and {@link FailedRecordHandler} makes
 * it a dead letter.
 */
final class NodeProcessor implements Processor<byte[], byte[], byte[], Object> {
  private final PartitionSettings settings;
  private final Optional<ShadowModel> shadowModel;
  private final NodeMetrics metrics;

  private Forwarder forwarder;
  private PartitionLife life;
  private Optional<Shadow> shadow = Optional.empty();

  NodeProcessor(PartitionSettings settings, Optional<ShadowModel> shadowModel) {
    this.settings = settings;
    this.shadowModel = shadowModel;
    this.metrics = settings.metrics();
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    KeyValueStore<String, byte[]> store = context.getStateStore(EarshotTopology.NODE_PROFILES);
    Profiles profiles =
        (nodeId, atMicros) ->
            Optional.ofNullable(store.get(nodeId))
                .flatMap(saved -> ProfileSchedule.read(saved).at(atMicros));
    forwarder = new Forwarder(context);
    life =
        new PartitionLife(
            settings,
            new StoredStates(context.getStateStore(EarshotTopology.NODE_STATE)),
            new StoredStates(context.getStateStore(EarshotTopology.NODE_DECISIONS)),
            new StoredStates(context.getStateStore(EarshotTopology.NODE_LEVELS)),
            profiles);
    shadow =
        shadowModel.map(second -> new Shadow(settings, second.model(), profiles, second.report()));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    long begin = System.nanoTime(); // for the metric alone
    try {
      hear(arrivalOf(record), forwarder.of(record));
    } catch (RuntimeException failure) {
      if (FailedRecordHandler.isOfTheRecord(failure)) {
        metrics.deadLetter(Reason.PROCESSING_FAILED);
      }
      throw failure;
    }
    metrics.processed(System.nanoTime() - begin);
  }

  private static Arrival arrivalOf(Record<byte[], byte[]> record) {
    return new Arrival(
        record.key(),
        record.value(),
        record.timestamp(),
        Optional.ofNullable(record.headers().lastHeader(FrameSignatures.HEADER))
            .map(Header::value));
  }

  private void hear(Arrival record, NodeOutput output) {
    if (shadow.isEmpty()) {
      life.hear(record, output);
    } else {
      life.hear(record, shadow.get().beside(output));
      shadow.get().hear(record);
    }
  }

  @Override
  public void close() {
    shadow.ifPresent(Shadow::close);
    shadow = Optional.empty();
    if (life != null) {
      life.close();
      life = null;
    }
  }
}
