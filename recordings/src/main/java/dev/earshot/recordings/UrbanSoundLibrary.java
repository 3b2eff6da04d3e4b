package dev.earshot.recordings;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A city made of UrbanSound8K's clips of some folds: backgrounds from its normal classes, events
 * from its anomalous ones.
 *
 * <p>A class is drawn first and a clip of it second, so that rare classes are heard as often as
 * common ones; events are drawn from clips with the class in the foreground where a class has such.
 * A clip that can't be read is skipped for good, reported by {@link #unreadable()}, and another one
 * drawn. Clips are read when drawn; the {@value #KEPT} last used ones are kept (16 MB).
 * Thread-safe.
 */
public final class UrbanSoundLibrary implements SoundLibrary {
  private static final int KEPT = 64;
  private static final int TRIES = 100;

  private final UrbanSound8K dataset;
  private final List<List<Clip>> backgrounds;
  private final List<List<Clip>> events;

  /** Guarded by itself; the least recently used clip leaves first. */
  private final Map<Clip, float[]> kept =
      new LinkedHashMap<>(2 * KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Clip, float[]> eldest) {
          return size() > KEPT;
        }
      };

  /** Guarded by itself; in the order they were met. */
  private final Map<Clip, UnreadableAudioException> unreadable = new LinkedHashMap<>();

  private UrbanSoundLibrary(
      UrbanSound8K dataset, List<List<Clip>> backgrounds, List<List<Clip>> events) {
    this.dataset = dataset;
    this.backgrounds = backgrounds;
    this.events = events;
  }

  /**
   * @param folds which folds to play from
   * @throws DatasetException when the folder has no normal or no anomalous clip in these folds
   */
  public static UrbanSoundLibrary of(UrbanSound8K dataset, Set<Integer> folds)
      throws DatasetException {
    List<Clip> clips = dataset.clips(folds);
    List<List<Clip>> backgrounds = byClass(clips, false, clip -> true);
    List<List<Clip>> events = byClass(clips, true, Clip::foreground);
    if (backgrounds.isEmpty() || events.isEmpty()) {
      throw new DatasetException(
          "%s has no %s clip in folds %s: it has clips in folds %s"
              .formatted(
                  dataset.folder(),
                  backgrounds.isEmpty() ? "normal" : "anomalous",
                  new TreeSet<>(folds),
                  dataset.folds()));
    }
    return new UrbanSoundLibrary(dataset, backgrounds, events);
  }

  /**
   * Each class's preferred clips, or all it has when none is preferred; classes without clips are
   * left out.
   */
  private static List<List<Clip>> byClass(
      List<Clip> clips, boolean anomalous, Predicate<Clip> preferred) {
    Map<UrbanSoundClass, List<Clip>> all = new EnumMap<>(UrbanSoundClass.class);
    for (Clip clip : clips) {
      if (clip.soundClass().anomalous() == anomalous) {
        all.computeIfAbsent(clip.soundClass(), c -> new ArrayList<>()).add(clip);
      }
    }
    return all.values().stream()
        .map(
            ofClass -> {
              List<Clip> best = ofClass.stream().filter(preferred).toList();
              return best.isEmpty() ? List.copyOf(ofClass) : best;
            })
        .toList();
  }

  /** {@inheritDoc} One clip of up to 4 s. */
  @Override
  public Sound background(SplittableRandom random) {
    return draw(backgrounds, random);
  }

  /** {@inheritDoc} One clip of up to 4 s. */
  @Override
  public Sound event(SplittableRandom random) {
    return draw(events, random);
  }

  /** The clips that could not be read so far, each with what is wrong. */
  public List<String> unreadable() {
    synchronized (unreadable) {
      return unreadable.values().stream().map(Throwable::getMessage).toList();
    }
  }

  private Sound draw(List<List<Clip>> classes, SplittableRandom random) {
    for (int i = 0; i < TRIES; i++) {
      List<Clip> ofClass = classes.get(random.nextInt(classes.size()));
      Clip clip = ofClass.get(random.nextInt(ofClass.size()));
      Optional<float[]> samples = samples(clip);
      if (samples.isPresent()) {
        return new Sound(
            clip.soundClass().label(),
            clip.soundClass().anomalous(),
            clip.fileName(),
            OptionalInt.of(clip.fold()),
            samples.get());
      }
    }
    throw new UncheckedIOException(
        new DatasetException(
            "%s: %d clips drawn in a row can't be read, the last because of: %s"
                .formatted(dataset.folder(), TRIES, unreadable().get(unreadable().size() - 1))));
  }

  private Optional<float[]> samples(Clip clip) {
    synchronized (kept) {
      float[] known = kept.get(clip);
      if (known != null) {
        return Optional.of(known);
      }
    }
    synchronized (unreadable) {
      if (unreadable.containsKey(clip)) {
        return Optional.empty();
      }
    }
    try {
      // outside the locks: two threads may read the same clip, and get the same samples
      float[] samples = dataset.samples(clip, Sound.SAMPLE_RATE_HZ);
      synchronized (kept) {
        kept.put(clip, samples);
      }
      return Optional.of(samples);
    } catch (UnreadableAudioException e) {
      synchronized (unreadable) {
        unreadable.put(clip, e);
      }
      return Optional.empty();
    }
  }
}
