package dev.earshot.processor.topology;

import java.nio.charset.StandardCharsets;
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
   * A record of the topic.
   *
   * @param key null where it has none
   * @param value null where it takes back what was announced with its key
   */
  default void told(byte[] key, byte[] value, Instant at) {
    String name = nameOf(key);
    if (value == null) {
      takenBack(name);
    } else {
      announced(name, value, at);
    }
  }

  /** A record's key as text; empty where it has none. */
  static String nameOf(byte[] key) {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }

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
