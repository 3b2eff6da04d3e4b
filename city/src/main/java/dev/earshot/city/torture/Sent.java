package dev.earshot.city.torture;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was sent and the brokers have taken, as short digests in the order of sending, so that the
 * topic can be held against it afterwards. Thread-safe.
 */
final class Sent {
  private record Taken(long number, long digest) {}

  private final Map<Integer, List<Taken>> takenByPartition = new TreeMap<>();

  /**
   * A message has been taken. A producer that has to send again may learn of a later one first.
   *
   * @param number of the message among all that were sent
   */
  synchronized void add(int partition, long number, Message message) {
    takenByPartition
        .computeIfAbsent(partition, none -> new ArrayList<>())
        .add(new Taken(number, digest(message)));
  }

  /** The digests of one partition. */
  synchronized List<Long> of(int partition) {
    return takenByPartition.getOrDefault(partition, List.of()).stream()
        .sorted(Comparator.comparingLong(Taken::number))
        .map(Taken::digest)
        .toList();
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
