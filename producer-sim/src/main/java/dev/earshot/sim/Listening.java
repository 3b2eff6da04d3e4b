package dev.earshot.sim;

import dev.earshot.acoustics.level.LevelMeter;
import dev.earshot.acoustics.level.LevelReading;
import dev.earshot.acoustics.level.LevelSum;
import dev.earshot.contracts.Topics;
import dev.earshot.recordings.Sound;
import java.util.Arrays;
import org.apache.kafka.common.KafkaException;

/**
 * One node that hears by a microphone: what the line gives goes to the cluster, message by message,
 * until the line is closed or the cluster refuses one. What the line has lost is left out of the
 * count of samples, so that the processor sees a gap and counts it.
 *
 * <p>{@link #run} is for one thread; {@link #heard} may be asked by any meanwhile.
 */
final class Listening {
  /** 100 ms: a bar that follows a voice. */
  private static final int HOPS = 5;

  private static final int HOP_SAMPLES = Sound.SAMPLE_RATE_HZ / 50;

  private final String nodeId;
  private final Microphone microphone;
  private final FrameSender sender;
  private final NodeClock clock;
  private final LevelMeter meter = new LevelMeter(Sound.SAMPLE_RATE_HZ, HOP_SAMPLES, HOPS);
  private volatile Heard heard =
      new Heard(0, 0, 0, LevelReading.FLOOR_DBFS, LevelReading.FLOOR_DBFS);

  /**
   * What was heard so far.
   *
   * @param samples sent
   * @param lostSamples that the line lost
   * @param overruns how many times it did
   * @param laeqDbfs A-weighted level of the last 100 ms
   * @param peakDbfs highest sample in them
   */
  record Heard(long samples, long lostSamples, int overruns, float laeqDbfs, float peakDbfs) {}

  /** The clocks of this machine. */
  interface NodeClock {
    /** Microseconds since the epoch. */
    long micros();

    /** Nanoseconds since some moment; never goes back. */
    long nanos();
  }

  Listening(String nodeId, Microphone microphone, FrameSender sender, NodeClock clock) {
    this.nodeId = nodeId;
    this.microphone = microphone;
    this.sender = sender;
    this.clock = clock;
  }

  /**
   * Listens; to be called once.
   *
   * @param messageSamples samples in a message
   */
  void run(int messageSamples) {
    try {
      sender.find(Topics.PCM_FRAMES);
      listen(messageSamples);
      sender.flush();
    } catch (KafkaException e) {
      sender.failed(e);
    }
    sender.throwIfFailed();
  }

  private void listen(int messageSamples) {
    long session = clock.micros();
    Overruns overruns =
        new Overruns(Sound.SAMPLE_RATE_HZ, microphone.keepsSamples(), clock.nanos());
    long next = 0;
    short[] samples = new short[messageSamples];
    int read = messageSamples;
    while (read == messageSamples) {
      long lost = overruns.lostBefore(clock.nanos());
      read = microphone.read(samples);
      int waiting = microphone.waitingSamples();
      overruns.read(clock.nanos(), waiting);
      next += lost;
      if (read >= SimulationConfig.MESSAGE_MILLIS_MIN * Sound.SAMPLE_RATE_HZ / 1_000) {
        long captured = clock.micros() - micros(read + waiting);
        sender.sendFrame(nodeId, session, next, captured, Arrays.copyOf(samples, read));
        next += read;
        tell(samples, read, lost);
      }
    }
  }

  private void tell(short[] samples, int read, long lost) {
    float[] floats = new float[read];
    for (int i = 0; i < read; i++) {
      floats[i] = Pcm16.toFloat(samples[i]);
    }
    meter.push(floats, 0, read);
    LevelSum sum = new LevelSum();
    meter.addLast(HOPS, sum);
    LevelReading level = sum.reading();
    Heard before = heard; // written by this thread alone
    heard =
        new Heard(
            before.samples + read,
            before.lostSamples + lost,
            before.overruns + (lost > 0 ? 1 : 0),
            level.laeqDbfs(),
            level.peakDbfs());
  }

  private static long micros(long samples) {
    return samples * 1_000_000 / Sound.SAMPLE_RATE_HZ;
  }

  /** What was heard so far. From any thread. */
  Heard heard() {
    return heard;
  }
}
