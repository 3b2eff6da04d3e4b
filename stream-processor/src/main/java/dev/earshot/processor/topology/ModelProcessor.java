package dev.earshot.processor.topology;

import java.nio.charset.StandardCharsets;
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
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    store.put(key, record.value());
    if (record.value() == null) {
      models.takenBack(key);
    } else {
      models.announced(key, record.value(), Instant.ofEpochMilli(record.timestamp()));
    }
  }
}
