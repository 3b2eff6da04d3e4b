package dev.earshot.sim;

import dev.earshot.recordings.Mixing;
import dev.earshot.recordings.Sound;
import dev.earshot.recordings.SoundLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one simulated node hears, as an endless stream of 16-bit samples at 16 kHz: background
 * sounds that fade into one another, at the node's own gain, and every now and then an event laid
 * over them at a stated signal-to-noise ratio.
 *
 * <p>Deterministic: the samples depend on the configuration's seed, ratio and gaps, the node's
 * index and the library. Neither the sizes of reads nor the number of nodes nor the speed changes
 * one of them. Of two configurations with different durations, the streams are equal until an event
 * does not fit into the shorter one: an event is begun only if it ends two seconds before the
 * stream does, so that whoever listens has the time to notice it.
 *
 * <p>Levels: the library's sounds are taken as loud as they are, less {@value #HEADROOM_DB} dB for
 * events above them and give or take {@value #NODE_GAIN_DB_MAX} dB, drawn once a node. An event's
 * gain is such that its mean power, from its first to its last sample, stands the stated ratio
 * above the mean power of the background under it; a background below {@value #SILENCE_DB} dB (re
 * full scale) counts as being there, so that an event over silence can be heard. What still exceeds
 * full scale is clipped.
 *
 * <p>For one thread. Holds two backgrounds and an event of samples, and nothing else that grows.
 */
public final class NodeStream implements SampleStream {
  static final double HEADROOM_DB = 6;
  static final double NODE_GAIN_DB_MAX = 4;
  static final double SILENCE_DB = -60;
  static final int TAIL_SAMPLES = 2 * Sound.SAMPLE_RATE_HZ;

  private static final int BLOCK_SAMPLES = 1_024;
  private static final int DRAWS_MAX = 100;
  private static final long NEVER = Long.MAX_VALUE;

  private final SimulationConfig config;
  private final SoundLibrary library;
  private final SplittableRandom events;
  private final SplittableRandom gaps;
  private final Background background;
  private final float gain;
  private final long endSample;
  private final float[] block = new float[BLOCK_SAMPLES];
  private final List<PlayedEvent> finished = new ArrayList<>();

  private long position;
  private long nextEventAt;

  /** The event being played, mixed with its background; null between events. */
  private Scene scene;

  private record Scene(PlayedEvent event, float[] mix) {}

  /**
   * @param node index of the node, from 0
   * @param library draws from generators of this stream's own, so it may be shared
   */
  public NodeStream(SimulationConfig config, int node, SoundLibrary library) {
    this.config = config;
    this.library = library;
    this.endSample = config.samplesANode().orElse(NEVER);
    SplittableRandom random = generator(config.seed(), node);
    this.background = new Background(library, random.split());
    this.events = random.split();
    this.gaps = random.split();
    double nodeGainDb = random.nextDouble(-NODE_GAIN_DB_MAX, NODE_GAIN_DB_MAX);
    this.gain = (float) StrictMath.pow(10, (nodeGainDb - HEADROOM_DB) / 20);
    this.nextEventAt = gapSamples();
  }

  /** Seeds that differ by a constant give SplittableRandoms that follow each other: mixed twice. */
  private static SplittableRandom generator(long seed, int node) {
    long mixed = new SplittableRandom(seed).nextLong();
    return new SplittableRandom(new SplittableRandom(mixed + node).nextLong());
  }

  private long gapSamples() {
    double share = gaps.nextDouble();
    double seconds =
        config.gapSecondsMin() + share * (config.gapSecondsMax() - config.gapSecondsMin());
    return Math.round(seconds * Sound.SAMPLE_RATE_HZ);
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void read(short[] into, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (scene == null && position == nextEventAt) {
        beginEvent();
      }
      at += scene == null ? readBackground(into, at, end - at) : readScene(into, at, end - at);
    }
  }

  @Override
  public boolean tellsEvents() {
    return true;
  }

  @Override
  public List<PlayedEvent> takeFinished() {
    List<PlayedEvent> taken = List.copyOf(finished);
    finished.clear();
    return taken;
  }

  private int readBackground(short[] into, int offset, int length) {
    int samples = (int) Math.min(Math.min(length, block.length), nextEventAt - position);
    readBackground(block, samples);
    quantise(block, 0, into, offset, samples);
    position += samples;
    return samples;
  }

  private int readScene(short[] into, int offset, int length) {
    int done = (int) (position - scene.event.firstSample());
    int samples = Math.min(length, scene.mix.length - done);
    quantise(scene.mix, done, into, offset, samples);
    position += samples;
    if (position == scene.event.endSample()) {
      finished.add(scene.event);
      scene = null;
      nextEventAt = position + gapSamples();
    }
    return samples;
  }

  private void beginEvent() {
    Sound sound = null;
    float[] shape = new float[0];
    for (int draws = 0; shape.length == 0; draws++) {
      if (draws == DRAWS_MAX) {
        throw new IllegalStateException(DRAWS_MAX + " events drawn in a row are silent");
      }
      sound = library.event(events);
      shape = EventShape.of(sound.samples());
    }
    long eventEnd = position + shape.length;
    if (eventEnd > endSample - TAIL_SAMPLES) {
      nextEventAt = NEVER;
      return;
    }
    scene =
        new Scene(
            new PlayedEvent(
                position,
                eventEnd,
                sound.label(),
                sound.anomalous(),
                sound.source(),
                sound.fold(),
                config.snrDb()),
            overBackground(shape));
  }

  private float[] overBackground(float[] event) {
    float[] mix = new float[event.length];
    readBackground(mix, mix.length);
    double under = Math.max(Mixing.meanPower(mix), StrictMath.pow(10, SILENCE_DB / 10));
    float eventGain = (float) Mixing.gainForSnr(Mixing.meanPower(event), under, config.snrDb());
    for (int i = 0; i < mix.length; i++) {
      mix[i] += eventGain * event[i];
    }
    return mix;
  }

  private void readBackground(float[] into, int length) {
    background.read(into, 0, length);
    for (int i = 0; i < length; i++) {
      into[i] *= gain;
    }
  }

  private static void quantise(float[] from, int at, short[] into, int offset, int length) {
    for (int i = 0; i < length; i++) {
      into[offset + i] = Pcm16.of(from[at + i]);
    }
  }
}
