package dev.earshot.processor.topology;

import java.time.Instant;

/**
 * Is told of the topic of models, record by record, from one thread. Does not throw for what is in
 * a record.
 */
public interface ModelListener {
  /** Takes no note of models. */
  ModelListener NONE =
      new ModelListener() {
        @Override
        public void announced(String key, byte[] value, Instant at) {}

        @Override
        public void takenBack(String key) {}
      };

  /**
   * A model is announced.
   *
   * @param value a {@code ModelDeployment}, if it is what it should be
   * @param at the record's timestamp
   */
  void announced(String key, byte[] value, Instant at);

  /** What was announced with this key no longer is. */
  void takenBack(String key);
}
