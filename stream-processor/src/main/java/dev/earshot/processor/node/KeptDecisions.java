package dev.earshot.processor.node;

import dev.earshot.acoustics.detect.AlarmState;
import dev.earshot.acoustics.detect.Outcome;
import dev.earshot.acoustics.detect.Stretch;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The last decisions of one node as they are kept: {@code [2][count][decisions]}, oldest first,
 * each of fixed length, big-endian. Form 1, without the alarm's first sample at the end of each, is
 * read too; bytes of another form hold none: what is kept here explains, and decides nothing.
 */
public final class KeptDecisions {
  /** So many are kept of a node; the oldest are forgotten. */
  public static final int KEPT = 64;

  private static final byte FORM = 2;
  private static final byte WITHOUT_ALARM = 1;
  private static final int BYTES_OF_1 = 5 * Long.BYTES + 2 + 5 * Float.BYTES + Double.BYTES;
  private static final int DECISION_BYTES = BYTES_OF_1 + Long.BYTES;

  /** In the place of an alarm's first sample: there is none. */
  private static final long NO_ALARM = -1;

  private KeptDecisions() {}

  /** What is kept once these have been added. */
  public static byte[] add(byte[] kept, List<Decision> added) {
    List<Decision> all = new ArrayList<>(read(kept));
    all.addAll(added);
    List<Decision> last = all.subList(Math.max(0, all.size() - KEPT), all.size());
    ByteBuffer bytes = ByteBuffer.allocate(2 + last.size() * DECISION_BYTES);
    bytes.put(FORM).put((byte) last.size());
    last.forEach(decision -> write(decision, bytes));
    return bytes.array();
  }

  /** All that are kept, oldest first. */
  public static List<Decision> read(byte[] kept) {
    List<Decision> decisions = new ArrayList<>();
    boolean withAlarm = kept.length >= 2 && kept[0] == FORM;
    boolean without = kept.length >= 2 && kept[0] == WITHOUT_ALARM;
    int each = withAlarm ? DECISION_BYTES : BYTES_OF_1;
    if (!withAlarm && !without || kept.length != 2 + kept[1] * each) {
      return decisions;
    }
    ByteBuffer bytes = ByteBuffer.wrap(kept, 2, kept.length - 2);
    try {
      while (bytes.hasRemaining()) {
        decisions.add(read(bytes, withAlarm));
      }
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return List.of();
    }
    return decisions;
  }

  private static void write(Decision decision, ByteBuffer to) {
    Stretch stretch = decision.stretch();
    to.putLong(decision.session()).putLong(decision.fromMicros()).putLong(decision.toMicros());
    to.putLong(stretch.firstSample()).putLong(stretch.endSample());
    to.put(Stretch.code(stretch.phase())).put(stretch.outcome().code());
    to.putFloat(stretch.peakScore()).putFloat(stretch.peakSmoothed());
    Stretch.Needed needed = stretch.needed();
    to.putFloat(needed.openThreshold()).putFloat(needed.closeThreshold());
    to.putFloat(needed.immediateThreshold()).putDouble(needed.forSeconds());
    to.putLong(decision.alarmFirstSample().orElse(NO_ALARM));
  }

  private static Decision read(ByteBuffer from, boolean withAlarm) {
    long session = from.getLong();
    long fromMicros = from.getLong();
    long toMicros = from.getLong();
    long firstSample = from.getLong();
    long endSample = from.getLong();
    AlarmState phase = Stretch.phase(from.get());
    Outcome outcome = Outcome.of(from.get());
    float peakScore = from.getFloat();
    float peakSmoothed = from.getFloat();
    var needed =
        new Stretch.Needed(from.getFloat(), from.getFloat(), from.getFloat(), from.getDouble());
    long alarm = withAlarm ? from.getLong() : NO_ALARM;
    return new Decision(
        session,
        fromMicros,
        toMicros,
        new Stretch(phase, firstSample, endSample, peakScore, peakSmoothed, needed, outcome),
        alarm < 0 ? OptionalLong.empty() : OptionalLong.of(alarm));
  }
}
