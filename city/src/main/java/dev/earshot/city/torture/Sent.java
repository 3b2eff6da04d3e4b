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
 * What the brokers have taken, as short digests in the order of each partition, so that the topic
 * can be held against it afterwards. Thread-safe.
 */
final class Sent {
  private record Taken(long offset, long digest) {}

  private final Map<Integer, List<Taken>> takenByPartition = new TreeMap<>();

  /**
   * A message has been taken. A producer that has had to send again may tell of messages in another
   * order than that of the partition.
   *
   * @param offset negative where the brokers say no more than that they had it already: then it is
   *     taken for the one after the message told of last
   */
  synchronized void add(int partition, long offset, Message message) {
    List<Taken> taken = takenByPartition.computeIfAbsent(partition, none -> new ArrayList<>());
    long place = offset < 0 && !taken.isEmpty() ? taken.get(taken.size() - 1).offset : offset;
    taken.add(new Taken(place, digest(message)));
  }

  /** The digests of one partition, by offset. */
  synchronized List<Long> of(int partition) {
    return takenByPartition.getOrDefault(partition, List.of()).stream()
        .sorted(Comparator.comparingLong(Taken::offset))
        .map(Taken::digest)
        .toList();
  }

  /** How many messages of all partitions. */
  synchronized long count() {
    return takenByPartition.values().stream().mapToLong(List::size).sum();
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
