package dev.earshot.city.torture;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the brokers have taken, as short digests in the order of each partition, so that the topic
 * can be held against it afterwards. Thread-safe.
 */
final class Sent {
  private final Map<Integer, List<Long>> digestsByPartition = new TreeMap<>();

  /** A message has been taken; those of one partition are told in its order. */
  synchronized void add(int partition, Message message) {
    digestsByPartition.computeIfAbsent(partition, none -> new ArrayList<>()).add(digest(message));
  }

  /** The digests of one partition. */
  synchronized List<Long> of(int partition) {
    return List.copyOf(digestsByPartition.getOrDefault(partition, Collections.emptyList()));
  }

  /** How many messages of all partitions. */
  synchronized long count() {
    return digestsByPartition.values().stream().mapToLong(List::size).sum();
  }

  /** The first 64 bits of a SHA-256 of key, value and timestamp. */
  static long digest(Message message) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(
          ByteBuffer.allocate(Long.BYTES + Integer.BYTES + 1)
              .putLong(message.timestampMs())
              .putInt(message.key().length)
              .put((byte) (message.value().isPresent() ? 1 : 0))
              .array());
      sha.update(message.key());
      message.value().ifPresent(sha::update);
      return ByteBuffer.wrap(sha.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
