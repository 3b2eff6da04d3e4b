package dev.earshot.sim;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A recording as what a node hears: once and then a soft rumble, or over and over. Nothing is known
 * of events in it. For one thread.
 *
 * <p>A rumble and not silence, as no microphone gives zeros, and models that have learned from
 * microphones take those for something that never was.
 */
final class FileStream implements SampleStream {
  /** Of a sample of the rumble, what stays in the next: a quiet street, mostly below 100 Hz. */
  private static final double RUMBLE_STAYS = 0.98;

  private static final double RUMBLE_DB = -60;
  private static final double RUMBLE_GAIN =
      StrictMath.pow(10, RUMBLE_DB / 20) * Math.sqrt(1 - RUMBLE_STAYS * RUMBLE_STAYS);

  private final SplittableRandom random = new SplittableRandom(0);
  private final float[] samples;
  private final boolean loop;
  private double rumble;
  private long position;

  /**
   * @param samples 16 kHz, full scale 1, one at least; read only
   * @param loop whether it begins again at its end
   */
  FileStream(float[] samples, boolean loop) {
    this.samples = samples;
    this.loop = loop;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void read(short[] into, int offset, int length) {
    for (int i = 0; i < length; i++, position++) {
      boolean ended = !loop && position >= samples.length;
      into[offset + i] =
          Pcm16.of(ended ? nextOfRumble() : samples[(int) (position % samples.length)]);
    }
  }

  private float nextOfRumble() {
    rumble = RUMBLE_STAYS * rumble + random.nextGaussian();
    return (float) (RUMBLE_GAIN * rumble);
  }

  @Override
  public boolean tellsEvents() {
    return false;
  }

  @Override
  public List<PlayedEvent> takeFinished() {
    return List.of();
  }
}
