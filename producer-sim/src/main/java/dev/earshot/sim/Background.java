package dev.earshot.sim;

import dev.earshot.recordings.Sound;
import dev.earshot.recordings.SoundLibrary;
import java.util.SplittableRandom;

/**
 * A node's endless background: sounds of a library one after the other, each fading into the next
 * at equal power (gains cos and sin of the same angle, so that the power of unlike sounds stays the
 * same all through). Depends on the generator alone, not on how it is read. For one thread.
 */
final class Background {
  /** Length of a cross-fade; half the shorter sound where that is less. */
  static final int FADE_SAMPLES = Sound.SAMPLE_RATE_HZ / 4;

  private final SoundLibrary library;
  private final SplittableRandom random;

  private float[] current;
  private int position;

  /** Drawn when the cross-fade to it begins; null before. */
  private float[] next;

  private int fadeSamples;

  Background(SoundLibrary library, SplittableRandom random) {
    this.library = library;
    this.random = random;
    this.current = draw();
  }

  private float[] draw() {
    Sound sound = library.background(random);
    if (sound.samples().length == 0) {
      throw new IllegalStateException("background " + sound.source() + " has no samples");
    }
    return sound.samples();
  }

  /** Fills {@code into} with the samples that come next. */
  void read(float[] into, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      into[i] = next();
    }
  }

  private float next() {
    if (next == null && position == fadeRegionStart()) {
      next = draw();
      fadeSamples = Math.min(current.length - position, next.length / 2);
    }
    int intoFade = next == null ? -1 : position - (current.length - fadeSamples);
    float sample = intoFade < 0 ? current[position] : crossFaded(intoFade);
    position++;
    if (position == current.length) {
      current = next;
      position = fadeSamples;
      next = null;
    }
    return sample;
  }

  /** Where the longest possible cross-fade out of the current sound begins. */
  private int fadeRegionStart() {
    // what was faded in is not faded out before the sound's second half
    return current.length - Math.min(FADE_SAMPLES, current.length - current.length / 2);
  }

  private float crossFaded(int at) {
    double angle = Math.PI / 2 * (at + 0.5) / fadeSamples;
    // StrictMath: the same city to the last bit on every machine
    return (float) (current[position] * StrictMath.cos(angle) + next[at] * StrictMath.sin(angle));
  }
}
