package dev.earshot.processor.node;

import java.nio.ByteBuffer;

/**
 * The last stretches of samples that a node's stream went on without, so that what comes late can
 * be told from what comes twice. Keeps the last {@value #KEPT} stretches, by their place in the
 * stream, and forgets those before them. Not thread-safe.
 */
final class RecentGaps {
  static final int KEPT = 4;
  static final int BYTES = 2 * KEPT * Long.BYTES;

  // stretch i is [from[i], to[i]); empty ones are at the end
  private final long[] from = new long[KEPT];
  private final long[] to = new long[KEPT];
  private int count;

  void clear() {
    count = 0;
  }

  /** Samples {@code first} to before {@code end} are missing, behind all that are so far. */
  void add(long first, long end) {
    insert(count, first, end);
  }

  private void insert(int index, long first, long end) {
    if (count < KEPT) {
      System.arraycopy(from, index, from, index + 1, count - index);
      System.arraycopy(to, index, to, index + 1, count - index);
      from[index] = first;
      to[index] = end;
      count++;
    } else if (index > 0) { // else it is itself before all that are kept
      remove(0);
      insert(index - 1, first, end);
    }
  }

  /**
   * Samples {@code first} to before {@code end} have come after all.
   *
   * @return how many of them were missing
   */
  long take(long first, long end) {
    long found = 0;
    for (int i = count - 1; i >= 0; i--) {
      long begin = Math.max(first, from[i]);
      long stop = Math.min(end, to[i]);
      if (begin < stop) {
        found += stop - begin;
        long before = from[i];
        long after = to[i];
        remove(i);
        if (stop < after) {
          insert(i, stop, after);
        }
        if (before < begin) {
          insert(i, before, begin);
        }
      }
    }
    return found;
  }

  private void remove(int index) {
    int behind = count - index - 1;
    System.arraycopy(from, index + 1, from, index, behind);
    System.arraycopy(to, index + 1, to, index, behind);
    count--;
  }

  void save(ByteBuffer buffer) {
    for (int i = 0; i < KEPT; i++) {
      buffer.putLong(i < count ? from[i] : 0);
      buffer.putLong(i < count ? to[i] : 0);
    }
  }

  void restore(ByteBuffer buffer) {
    count = 0;
    for (int i = 0; i < KEPT; i++) {
      long first = buffer.getLong();
      long end = buffer.getLong();
      if (!FrameAdmission.isPosition(first) || !FrameAdmission.isPosition(end)) {
        throw new IllegalArgumentException("a gap from %d to %d".formatted(first, end));
      }
      if (first < end) {
        add(first, end);
      }
    }
  }

  /** Samples that are missing in all of them. */
  long missing() {
    long missing = 0;
    for (int i = 0; i < count; i++) {
      missing += to[i] - from[i];
    }
    return missing;
  }
}
