package dev.earshot.sim;

import java.util.List;

/**
 * A recording as what a node hears: once and then silence, or over and over. Nothing is known of
 * events in it. For one thread.
 */
final class FileStream implements SampleStream {
  private final float[] samples;
  private final boolean loop;
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
      into[offset + i] = ended ? 0 : Pcm16.of(samples[(int) (position % samples.length)]);
    }
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
