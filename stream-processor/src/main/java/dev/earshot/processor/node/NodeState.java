package dev.earshot.processor.node;

import dev.earshot.v1.PcmEncoding;
import java.nio.ByteBuffer;

/**
 * What is kept of a node besides the state of its {@code Ear}: plain fields and their binary
 * layout. Fixed length, big-endian, the layout's number first; {@link NodeLife} puts the ear's
 * bytes and the open anomaly's last event behind it. Any change of layout, the ear's included,
 * takes another number: a state of another layout starts its node anew.
 */
final class NodeState {
  static final byte LAYOUT = 1;
  static final int BYTES = 3 + 15 * Long.BYTES + RecentGaps.BYTES;

  private static final int CLOCK_AT = 3;
  private static final int HEARD_AT_CLOCK_AT = CLOCK_AT + Long.BYTES;
  private static final int SILENT = 1;
  private static final int HAS_PREVIOUS_SESSION = 2;

  /** What the node's own count adds to the stream clock: the clock, by this node, at its end. */
  long clock;

  /** The stream clock when the node was last heard. */
  long heardAtClock;

  boolean silent;
  long modelTag;
  PcmEncoding encoding = PcmEncoding.UNKNOWN;

  long session;
  boolean hasPreviousSession;
  long previousSession;

  /** Index in the session of the sample expected next. */
  long nextSample;

  /** A sample of the session and when it was taken: the times of all others follow from it. */
  long anchorSample;

  long anchorMicros;
  final RecentGaps gaps = new RecentGaps();

  /** When the open anomaly started; without meaning while none is open. */
  long alarmStartedMicros;

  long samplesHeard;
  long samplesLost;
  long samplesDuplicate;
  long samplesLate;
  long restarts;

  /** At how many samples heard the next regular status is due. */
  long nextStatusAt;

  /** A node that has never been heard. */
  void clear() {
    clock = heardAtClock = 0;
    silent = false;
    modelTag = 0;
    encoding = PcmEncoding.UNKNOWN;
    session = previousSession = 0;
    hasPreviousSession = false;
    nextSample = anchorSample = anchorMicros = 0;
    gaps.clear();
    alarmStartedMicros = 0;
    samplesHeard = samplesLost = samplesDuplicate = samplesLate = 0;
    restarts = nextStatusAt = 0;
  }

  void save(ByteBuffer to) {
    to.put(LAYOUT);
    to.put((byte) ((silent ? SILENT : 0) | (hasPreviousSession ? HAS_PREVIOUS_SESSION : 0)));
    to.put((byte) encoding.ordinal());
    to.putLong(clock).putLong(heardAtClock).putLong(modelTag);
    to.putLong(session).putLong(previousSession).putLong(nextSample);
    to.putLong(anchorSample).putLong(anchorMicros).putLong(alarmStartedMicros);
    to.putLong(samplesHeard).putLong(samplesLost).putLong(samplesDuplicate).putLong(samplesLate);
    to.putLong(restarts).putLong(nextStatusAt);
    gaps.save(to);
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @return whether the bytes are of this layout; if not, this is a node that was never heard
   */
  boolean restore(ByteBuffer from) {
    if (!isOfThisLayout(from)) {
      clear();
      return false;
    }
    from.get();
    int flags = from.get();
    silent = (flags & SILENT) != 0;
    hasPreviousSession = (flags & HAS_PREVIOUS_SESSION) != 0;
    encoding = PcmEncoding.values()[from.get()];
    clock = from.getLong();
    heardAtClock = from.getLong();
    modelTag = from.getLong();
    session = from.getLong();
    previousSession = from.getLong();
    nextSample = from.getLong();
    anchorSample = from.getLong();
    anchorMicros = from.getLong();
    alarmStartedMicros = from.getLong();
    samplesHeard = from.getLong();
    samplesLost = from.getLong();
    samplesDuplicate = from.getLong();
    samplesLate = from.getLong();
    restarts = from.getLong();
    nextStatusAt = from.getLong();
    gaps.restore(from);
    return true;
  }

  private static boolean isOfThisLayout(ByteBuffer bytes) {
    return bytes.remaining() >= BYTES && bytes.get(bytes.position()) == LAYOUT;
  }

  /** Reads only what the index of silent nodes is made of. */
  static LastHeard peek(byte[] saved) {
    ByteBuffer bytes = ByteBuffer.wrap(saved);
    if (!isOfThisLayout(bytes)) {
      return new LastHeard(Long.MIN_VALUE, Long.MIN_VALUE, true);
    }
    boolean silent = (bytes.get(1) & SILENT) != 0;
    return new LastHeard(bytes.getLong(CLOCK_AT), bytes.getLong(HEARD_AT_CLOCK_AT), silent);
  }
}
