package dev.earshot.processor.node;

import java.nio.ByteBuffer;

/**
 * The sessions of a node that ended last, and where each stood: at the sample that would have
 * followed. So a frame that comes late is known for what it is, and no session is heard twice from
 * the same sample on. Keeps {@value #KEPT} and forgets the oldest. Not thread-safe.
 */
final class EndedSessions {
  static final int KEPT = 4;
  static final int BYTES = Byte.BYTES + 2 * KEPT * Long.BYTES;

  /** Where a session stands that is not remembered: below every sample. */
  static final long NOWHERE = -1;

  private final long[] sessions = new long[KEPT];
  private final long[] stoodAt = new long[KEPT];
  private int count;

  void clear() {
    count = 0;
  }

  /** A session ends; it is not among those remembered. */
  void add(long session, long nextSample) {
    if (count == KEPT) {
      remove(0);
    }
    sessions[count] = session;
    stoodAt[count] = nextSample;
    count++;
  }

  /** A session goes on, if it is one of these. */
  void forget(long session) {
    for (int i = count - 1; i >= 0; i--) {
      if (sessions[i] == session) {
        remove(i);
      }
    }
  }

  /** The sample that would have followed in that session, or {@link #NOWHERE}. */
  long stoodAt(long session) {
    for (int i = 0; i < count; i++) {
      if (sessions[i] == session) {
        return stoodAt[i];
      }
    }
    return NOWHERE;
  }

  private void remove(int index) {
    int behind = count - index - 1;
    System.arraycopy(sessions, index + 1, sessions, index, behind);
    System.arraycopy(stoodAt, index + 1, stoodAt, index, behind);
    count--;
  }

  void save(ByteBuffer to) {
    to.put((byte) count);
    for (int i = 0; i < KEPT; i++) {
      to.putLong(i < count ? sessions[i] : 0).putLong(i < count ? stoodAt[i] : 0);
    }
  }

  void restore(ByteBuffer from) {
    int kept = from.get();
    if (kept < 0 || kept > KEPT) {
      throw new IllegalArgumentException(kept + " ended sessions, at most " + KEPT + " are kept");
    }
    count = kept;
    for (int i = 0; i < KEPT; i++) {
      sessions[i] = from.getLong();
      stoodAt[i] = from.getLong();
      if (!FrameAdmission.isPosition(stoodAt[i])) {
        throw new IllegalArgumentException("a session ended at sample " + stoodAt[i]);
      }
    }
  }
}
