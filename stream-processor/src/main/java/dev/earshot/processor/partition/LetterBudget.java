package dev.earshot.processor.partition;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Which dead letters of a partition are kept: all within a second of stream time up to a number, of
 * those beyond one in so many. Where the stream clock stands still, as nothing but garbage comes,
 * that is one in so many for good. Depends on the records alone; what it knows is kept with the
 * states of the nodes. Immutable.
 *
 * @param second of stream time that is counted
 * @param inSecond dead letters in it so far
 * @param leftOut dead letters left out since the last that was kept
 */
record LetterBudget(long second, long inSecond, long leftOut) {
  private static final byte LAYOUT = 1;
  private static final int BYTES = 1 + 3 * Long.BYTES;

  private static final LetterBudget NEW = new LetterBudget(0, 0, 0);

  /** One more dead letter comes. */
  LetterBudget next(long secondNow, PartitionLimits limits) {
    long count = secondNow == second ? inSecond + 1 : 1;
    long beyond = count - limits.lettersPerSecond();
    boolean keep = beyond <= 0 || beyond % limits.oneLetterIn() == 0;
    return new LetterBudget(secondNow, count, keep ? 0 : leftOut + 1);
  }

  /** Whether the letter that made it is kept. */
  boolean keeps() {
    return leftOut == 0;
  }

  byte[] save() {
    return ByteBuffer.allocate(BYTES)
        .put(LAYOUT)
        .putLong(second)
        .putLong(inSecond)
        .putLong(leftOut)
        .array();
  }

  /** Reads what {@link #save} wrote; begins anew where there is nothing, or of another layout. */
  static LetterBudget read(Optional<byte[]> saved) {
    return saved
        .filter(bytes -> bytes.length == BYTES && bytes[0] == LAYOUT)
        .map(ByteBuffer::wrap)
        .map(from -> new LetterBudget(from.getLong(1), from.getLong(9), from.getLong(17)))
        .orElse(NEW);
  }
}
