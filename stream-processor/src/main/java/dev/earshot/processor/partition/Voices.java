package dev.earshot.processor.partition;

import dev.earshot.acoustics.model.Scorer;
import dev.earshot.processor.node.ModelSchedule;
import dev.earshot.processor.node.NodeLife;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A life for each model that is in use among the nodes of a partition; around a switch two. Owns
 * their scorers until {@link #close}. Not thread-safe.
 */
final class Voices implements AutoCloseable {
  /** Models kept loaded, those used last; one that is needed again is loaded again. */
  static final int LOADED_MAX = 3;

  private record Key(long fromMs, String modelId) {}

  private record Voice(NodeLife life, Scorer scorer) {}

  private final PartitionSettings settings;
  private final Map<Key, Voice> loaded = // by use, the longest unused first
      new LinkedHashMap<>(2 * LOADED_MAX, 0.75f, true);

  Voices(PartitionSettings settings) {
    this.settings = settings;
  }

  /** What all models of a schedule hear at. */
  int sampleRateHz() {
    return settings
        .models()
        .get()
        .at(ModelSchedule.ALWAYS)
        .model()
        .metadata()
        .frontEnd()
        .sampleRateHz();
  }

  /** The life with the model that is in force at this time, of records' timestamps. */
  NodeLife at(long timestampMs) {
    ModelSchedule.Entry entry = settings.models().get().at(timestampMs);
    Key key = new Key(entry.fromMs(), entry.model().id());
    Voice voice = loaded.get(key);
    return voice == null ? load(key, entry) : voice.life;
  }

  private NodeLife load(Key key, ModelSchedule.Entry entry) {
    if (loaded.size() == LOADED_MAX) {
      loaded.remove(loaded.keySet().iterator().next()).scorer.close();
    }
    Scorer scorer = entry.model().scorers().get();
    NodeLife life = new NodeLife(entry, scorer, settings.silence(), settings.metrics());
    loaded.put(key, new Voice(life, scorer));
    return life;
  }

  @Override
  public void close() {
    loaded.values().forEach(voice -> voice.scorer.close());
    loaded.clear();
  }
}
