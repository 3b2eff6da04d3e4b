package dev.earshot.processor.node;

import dev.earshot.acoustics.detect.Detector;
import dev.earshot.v1.PcmEncoding;
import java.nio.ByteBuffer;

/**
 * What is kept of a node besides the state of its {@code Ear}: plain fields and their binary
 * layout. Fixed length, big-endian, the layout's number first; {@link NodeLife} puts the ear's
 * bytes behind it, and both into a {@link SavedNode}. Any change of layout, the ear's included,
 * takes another number. The layouts before this one are read too, so that an upgrade costs nothing;
 * a state of any other starts its node anew. {@code node-state.N.hex} among the tests' resources
 * are what they look like.
 */
final class NodeState {
  static final byte LAYOUT = 3;

  /** Layout 3 is 2 with the decision's trace behind the ear's other bytes. */
  private static final byte WITHOUT_TRACE = 2;

  /** What layout 1 lacks comes last: the model's time, the newest capture, the clock's skew. */
  private static final int BYTES_OF_1 =
      3 + 16 * Long.BYTES + RecentGaps.BYTES + EndedSessions.BYTES;

  static final int BYTES = BYTES_OF_1 + 2 * Long.BYTES + ClockSkew.BYTES;

  private static final int CLOCK_AT = 3;
  private static final int HEARD_AT_CLOCK_AT = CLOCK_AT + Long.BYTES;
  private static final int MODEL_FROM_AT = BYTES_OF_1;
  private static final int CAPTURED_AT = MODEL_FROM_AT + Long.BYTES;

  /** What nothing that is counted gets to, samples or microseconds. */
  static final long COUNT_MAX = 1L << 60;

  private static final int SILENT = 1;
  private static final int HAS_CLAIM = 2;

  /** What the node's own count adds to the stream clock: the clock, by this node, at its end. */
  long clock;

  /** The stream clock when the node was last heard. */
  long heardAtClock;

  boolean silent;
  long modelTag;

  /** The time from which on the model in use is in force, see {@link ModelSchedule}. */
  long modelFromMs;

  PcmEncoding encoding = PcmEncoding.UNKNOWN;

  long session;
  final EndedSessions ended = new EndedSessions();

  /** Index in the session of the sample expected next. */
  long nextSample;

  /** A sample of the session and when it was taken: the times of all others follow from it. */
  long anchorSample;

  long anchorMicros;

  /** Whether the frame that came last was refused for want of proof, and where it left off. */
  boolean hasClaim;

  long claimSession;
  long claimNext;

  final RecentGaps gaps = new RecentGaps();

  /** The end of the sound that was captured last, by the node's clock, of any session. */
  long newestCapturedMicros;

  final ClockSkew skew = new ClockSkew();

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
    modelFromMs = ModelSchedule.ALWAYS;
    newestCapturedMicros = 0;
    skew.clear();
    encoding = PcmEncoding.UNKNOWN;
    session = 0;
    ended.clear();
    hasClaim = false;
    claimSession = claimNext = 0;
    nextSample = anchorSample = anchorMicros = 0;
    gaps.clear();
    alarmStartedMicros = 0;
    samplesHeard = samplesLost = samplesDuplicate = samplesLate = 0;
    restarts = nextStatusAt = 0;
  }

  /** Event time of a sample of the session. */
  long microsAt(long sample, int sampleRateHz) {
    return anchorMicros + Micros.lasting(sample - anchorSample, sampleRateHz);
  }

  void save(ByteBuffer to) {
    to.put(LAYOUT);
    to.put((byte) ((silent ? SILENT : 0) | (hasClaim ? HAS_CLAIM : 0)));
    to.put(code(encoding));
    to.putLong(clock).putLong(heardAtClock).putLong(modelTag);
    to.putLong(session).putLong(nextSample).putLong(claimSession).putLong(claimNext);
    to.putLong(anchorSample).putLong(anchorMicros).putLong(alarmStartedMicros);
    to.putLong(samplesHeard).putLong(samplesLost).putLong(samplesDuplicate).putLong(samplesLate);
    to.putLong(restarts).putLong(nextStatusAt);
    gaps.save(to);
    ended.save(to);
    to.putLong(modelFromMs).putLong(newestCapturedMicros);
    skew.save(to);
  }

  // numbers of their own: the order of constants is the schema's business
  private static byte code(PcmEncoding encoding) {
    return switch (encoding) {
      case UNKNOWN -> 0;
      case PCM_S16LE -> 1;
      case PCM_F32LE -> 2;
    };
  }

  private static PcmEncoding encoding(byte code) {
    return switch (code) {
      case 0 -> PcmEncoding.UNKNOWN;
      case 1 -> PcmEncoding.PCM_S16LE;
      case 2 -> PcmEncoding.PCM_F32LE;
      default -> throw new IllegalArgumentException("no encoding has the code " + code);
    };
  }

  /**
   * Reads what {@link #save} wrote, now or in a layout before.
   *
   * @return whether the bytes are of a layout that is read; if not, this is a node that was never
   *     heard
   * @throws IllegalArgumentException where they say that they are, and cannot be
   */
  boolean restore(ByteBuffer from) {
    if (!isReadable(from)) {
      clear();
      return false;
    }
    int layout = from.get();
    int flags = from.get();
    silent = (flags & SILENT) != 0;
    hasClaim = (flags & HAS_CLAIM) != 0;
    encoding = encoding(from.get());
    clock = from.getLong();
    heardAtClock = from.getLong();
    modelTag = from.getLong();
    session = from.getLong();
    nextSample = from.getLong();
    claimSession = from.getLong();
    claimNext = from.getLong();
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
    ended.restore(from);
    if (layout >= WITHOUT_TRACE) {
      modelFromMs = from.getLong();
      newestCapturedMicros = from.getLong();
      skew.restore(from);
    } else {
      modelFromMs = ModelSchedule.ALWAYS;
      newestCapturedMicros = 0;
      skew.clear();
    }
    if (!isPossible()) {
      throw new IllegalArgumentException("no state of a node");
    }
    return true;
  }

  /** Whether it ends with a trace: not in layouts of before there was one. */
  static boolean hasTrace(ByteBuffer body) {
    return body.limit() >= BYTES + Detector.traceBytes() && body.get(0) == LAYOUT;
  }

  /** Whether all of it lies within bounds, so that nothing that is counted on overflows. */
  private boolean isPossible() {
    boolean counts =
        isWithin(0, clock, COUNT_MAX)
            && isWithin(0, heardAtClock, COUNT_MAX)
            && isWithin(0, samplesHeard, COUNT_MAX)
            && isWithin(gaps.missing(), samplesLost, COUNT_MAX)
            && isWithin(0, samplesDuplicate, COUNT_MAX)
            && isWithin(0, samplesLate, COUNT_MAX)
            && isWithin(0, restarts, COUNT_MAX)
            && isWithin(0, nextStatusAt, COUNT_MAX);
    boolean positions =
        FrameAdmission.isPosition(nextSample)
            && FrameAdmission.isPosition(claimNext)
            && FrameAdmission.isPosition(anchorSample);
    boolean times =
        isWithin(0, anchorMicros, Micros.of(FrameAdmission.LAST_TIME))
            && isWithin(0, newestCapturedMicros, COUNT_MAX)
            && isWithin(-2 * COUNT_MAX, alarmStartedMicros, 2 * COUNT_MAX);
    return counts && positions && times;
  }

  static boolean isWithin(long least, long value, long most) {
    return value >= least && value <= most;
  }

  private static boolean isReadable(ByteBuffer bytes) {
    return bytes.hasRemaining()
        && switch (bytes.get(bytes.position())) {
          case 1 -> bytes.remaining() >= BYTES_OF_1;
          case WITHOUT_TRACE, LAYOUT -> bytes.remaining() >= BYTES;
          default -> false;
        };
  }

  /** Reads only what the index of a partition's nodes is made of. */
  static LastHeard peek(byte[] saved) {
    return SavedNode.read(saved)
        .map(SavedNode::body)
        .filter(NodeState::isReadable)
        .map(NodeState::lastHeard)
        .filter(
            heard ->
                isWithin(0, heard.clock(), COUNT_MAX)
                    && isWithin(0, heard.heardAtClock(), COUNT_MAX))
        .orElse(LastHeard.UNREADABLE);
  }

  private static LastHeard lastHeard(ByteBuffer body) {
    boolean isOf1 = body.get(0) < WITHOUT_TRACE;
    return new LastHeard(
        body.getLong(CLOCK_AT),
        body.getLong(HEARD_AT_CLOCK_AT),
        (body.get(1) & SILENT) != 0,
        isOf1 ? ModelSchedule.ALWAYS : body.getLong(MODEL_FROM_AT),
        isOf1 ? 0 : body.getLong(CAPTURED_AT));
  }
}
