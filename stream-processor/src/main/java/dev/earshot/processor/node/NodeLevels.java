package dev.earshot.processor.node;

import dev.earshot.acoustics.level.LevelReading;
import dev.earshot.acoustics.level.LevelStatistics;
import dev.earshot.v1.SoundLevels;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * How loud it is at one calibrated node, period by period: of every quarter of a minute the levels
 * of its seconds, of every quarter of an hour its statistics, as {@link SoundLevels}. Periods are
 * those of event time; a hop belongs to the period, and second, in which it begins. A period's
 * record comes when sound of another one comes, or at {@link #tell}.
 *
 * <p>A calibration begins its periods anew, so that the levels of a record have one offset. Where
 * the node's clock steps back into a period that was told of, that begins anew.
 *
 * <p>One object serves many nodes, one after the other: {@link #wake}, {@link #add}, {@link #save}.
 * Not thread-safe.
 */
public final class NodeLevels {
  /**
   * What the levels of seconds are told in: four records a minute and node, and as much of delay.
   */
  public static final Duration SHORT = Duration.ofSeconds(15);

  /** What statistics are told of. */
  public static final Duration LONG = Duration.ofMinutes(15);

  private static final byte FORM = 1;
  private static final int SECONDS = (int) SHORT.toSeconds();
  private static final int BYTES_MAX =
      1
          + Float.BYTES
          + Integer.BYTES
          + 2 * (Long.BYTES + 1 + LevelStatistics.BYTES_MAX)
          + SECONDS * (Double.BYTES + Integer.BYTES);

  private final Period shortPeriod = new Period(SHORT);
  private final Period longPeriod = new Period(LONG);
  private final double[] secondSquares = new double[SECONDS];
  private final int[] secondSamples = new int[SECONDS];
  private final ByteBuffer bytes = ByteBuffer.allocate(BYTES_MAX);

  private String nodeId = "";
  private float offsetDb;
  private int sampleRateHz = 1;

  /** A period that is being measured. */
  private static final class Period {
    private final long lastsMicros;
    private final LevelStatistics statistics = new LevelStatistics();
    private long number;
    private boolean untold;

    Period(Duration lasts) {
      lastsMicros = Micros.of(lasts);
    }

    long numberAt(long micros) {
      return Math.floorDiv(micros, lastsMicros);
    }

    void begin(long next) {
      number = next;
      untold = false;
      statistics.clear();
    }

    void save(ByteBuffer to) {
      to.putLong(number).put((byte) (untold ? 1 : 0));
      statistics.save(to);
    }

    void restore(ByteBuffer from) {
      number = from.getLong();
      untold = from.get() != 0;
      statistics.restore(from);
    }
  }

  /**
   * Becomes the node with these levels so far.
   *
   * @param saved what {@link #save} gave for this node, empty if it never did; of bytes of another
   *     form nothing is taken, for periods in the making are no more than the last minutes
   */
  public void wake(String nodeId, byte[] saved) {
    this.nodeId = nodeId;
    try {
      restore(ByteBuffer.wrap(saved));
    } catch (IllegalArgumentException | ArithmeticException | BufferUnderflowException e) {
      begin(0, 1, 0);
    }
  }

  /**
   * Takes the hop that was measured next.
   *
   * @param told takes the records of periods that are over
   */
  public void add(MeasuredHop hop, Consumer<SoundLevels> told) {
    long from = hop.fromMicros();
    if (hop.calibrationOffsetDb() != offsetDb || hop.sampleRateHz() != sampleRateHz) {
      begin(hop.calibrationOffsetDb(), hop.sampleRateHz(), from);
    }
    if (shortPeriod.numberAt(from) != shortPeriod.number) {
      tellShort(told);
      beginShort(from);
    }
    if (longPeriod.numberAt(from) != longPeriod.number) {
      tellLong(told);
      longPeriod.begin(longPeriod.numberAt(from));
    }
    shortPeriod.statistics.addWithoutReading(hop.level());
    shortPeriod.untold = true;
    longPeriod.statistics.add(hop.level());
    longPeriod.untold = true;
    int second = (int) (Math.floorMod(from, shortPeriod.lastsMicros) / Micros.PER_SECOND);
    secondSquares[second] += hop.level().squares();
    secondSamples[second] += hop.level().samples();
  }

  /**
   * Tells of the periods that are not over, as far as they were measured: nothing more may come of
   * this node. Should it go on within them, they are told of again.
   */
  public void tell(Consumer<SoundLevels> told) {
    tellShort(told);
    tellLong(told);
  }

  private void begin(float calibrationOffsetDb, int rateHz, long micros) {
    offsetDb = calibrationOffsetDb;
    sampleRateHz = rateHz;
    beginShort(micros);
    longPeriod.begin(longPeriod.numberAt(micros));
  }

  private void beginShort(long micros) {
    shortPeriod.begin(shortPeriod.numberAt(micros));
    Arrays.fill(secondSquares, 0);
    Arrays.fill(secondSamples, 0);
  }

  private void tellShort(Consumer<SoundLevels> told) {
    if (shortPeriod.untold) {
      told.accept(of(shortPeriod).setLaeq1sDb(seconds()).build());
      shortPeriod.untold = false;
    }
  }

  private void tellLong(Consumer<SoundLevels> told) {
    if (longPeriod.untold) {
      LevelStatistics statistics = longPeriod.statistics;
      told.accept(
          of(longPeriod)
              .setL10Db(calibrated(statistics.exceededDbfs(10)))
              .setL90Db(calibrated(statistics.exceededDbfs(90)))
              .setLaeq1sDb(List.of())
              .build());
      longPeriod.untold = false;
    }
  }

  private SoundLevels.Builder of(Period period) {
    LevelStatistics statistics = period.statistics;
    long from = period.number * period.lastsMicros;
    return SoundLevels.newBuilder()
        .setNodeId(nodeId)
        .setFrom(Micros.toInstant(from))
        .setTo(Micros.toInstant(from + period.lastsMicros))
        .setMeasuredS((float) ((double) statistics.samples() / sampleRateHz))
        .setLaeqDb(statistics.laeqDbfs() + offsetDb)
        .setLafmaxDb(statistics.lafMaxDbfs() + offsetDb)
        .setCalibrationOffsetDb(offsetDb);
  }

  private Float calibrated(OptionalDouble dbfs) {
    return dbfs.isPresent() ? (float) (dbfs.getAsDouble() + offsetDb) : null;
  }

  private List<Float> seconds() {
    List<Float> levels = new ArrayList<>(SECONDS);
    for (int second = 0; second < SECONDS; second++) {
      int samples = secondSamples[second];
      levels.add(
          2L * samples < sampleRateHz
              ? null
              : LevelReading.meanSquareToDbfs(secondSquares[second] / samples) + offsetDb);
    }
    return levels;
  }

  /**
   * Everything there is to keep: a few hundred bytes, by how far apart the levels of the quarter of
   * an hour are.
   */
  public byte[] save() {
    bytes.clear();
    bytes.put(FORM).putFloat(offsetDb).putInt(sampleRateHz);
    longPeriod.save(bytes);
    shortPeriod.save(bytes);
    for (int second = 0; second < SECONDS; second++) {
      bytes.putDouble(secondSquares[second]).putInt(secondSamples[second]);
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private void restore(ByteBuffer from) {
    if (from.get() != FORM) {
      throw new IllegalArgumentException("levels of another form");
    }
    offsetDb = from.getFloat();
    sampleRateHz = from.getInt();
    longPeriod.restore(from);
    shortPeriod.restore(from);
    for (int second = 0; second < SECONDS; second++) {
      secondSquares[second] = from.getDouble();
      secondSamples[second] = from.getInt();
      if (!(secondSquares[second] >= 0) || secondSamples[second] < 0) {
        throw new IllegalArgumentException("no levels of seconds");
      }
    }
    if (from.hasRemaining() || sampleRateHz < 1 || !Float.isFinite(offsetDb)) {
      throw new IllegalArgumentException("no levels of a node");
    }
  }
}
