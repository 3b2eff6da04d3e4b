package dev.earshot.processor.topology;

import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the topic of models in this instance's store, and tells the listener of each record. */
final class ModelProcessor extends ContextualProcessor<byte[], byte[], Void, Void> {
  private final ModelListener models;
  private KeyValueStore<String, byte[]> store;

  ModelProcessor(ModelListener models) {
    this.models = models;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    super.init(context);
    store = context.getStateStore(EarshotTopology.ANNOUNCED_MODELS);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    store.put(ModelListener.nameOf(record.key()), record.value());
    models.told(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp()));
  }
}
