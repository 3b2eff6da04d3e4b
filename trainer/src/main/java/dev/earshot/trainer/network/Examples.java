package dev.earshot.trainer.network;

import dev.earshot.acoustics.model.Normalisation;
import dev.earshot.recordings.Clip;
import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.features.Columns;
import java.util.List;

/**
 * What a network is trained or checked on: windows of clips, and what is heard in each. Nothing is
 * copied: a window is cut out of its clip's columns and standardised when it is asked for, so that
 * examples take hardly more memory than the columns do. Immutable and thread-safe.
 *
 * <p>Of each clip there may be several variants: variant 0 is as recorded, in the others the sound
 * was altered. They are as long as it, so a window is at the same place in all of them.
 */
public final class Examples {
  /** {@code [variant][clip]}. */
  private final List<List<ClipFeatures>> variants;

  private final Normalisation normalisation;
  private final int windowColumns;

  /** One value a window, as {@link #firstColumn}. */
  private final int[] clip;

  private final int[] firstColumn;

  private Examples(
      List<List<ClipFeatures>> variants,
      Normalisation normalisation,
      int windowColumns,
      int strideColumns) {
    this.variants = variants.stream().map(List::copyOf).toList();
    this.normalisation = normalisation;
    this.windowColumns = windowColumns;
    List<ClipFeatures> recorded = this.variants.get(0);
    this.variants.forEach(variant -> requireSameClips(recorded, variant));
    int windows =
        recorded.stream()
            .mapToInt(features -> features.columns().windows(windowColumns, strideColumns))
            .sum();
    if (windows == 0) {
      throw new IllegalArgumentException("no windows in " + recorded.size() + " clips");
    }
    this.clip = new int[windows];
    this.firstColumn = new int[windows];
    int window = 0;
    for (int c = 0; c < recorded.size(); c++) {
      int count = recorded.get(c).columns().windows(windowColumns, strideColumns);
      for (int i = 0; i < count; i++, window++) {
        clip[window] = c;
        firstColumn[window] = i * strideColumns;
      }
    }
  }

  /**
   * The windows of clips as they were recorded.
   *
   * @param normalisation applied to every window
   * @param windowColumns columns of a window; no clip has fewer
   * @param strideColumns columns from one window of a clip to the next
   */
  public static Examples of(
      List<ClipFeatures> clips, Normalisation normalisation, int windowColumns, int strideColumns) {
    return ofVariants(List.of(clips), normalisation, windowColumns, strideColumns);
  }

  /**
   * As {@link #of}, of clips that are there in several variants.
   *
   * @param variants the same clips in the same order in each, those as recorded first
   */
  public static Examples ofVariants(
      List<List<ClipFeatures>> variants,
      Normalisation normalisation,
      int windowColumns,
      int strideColumns) {
    return new Examples(variants, normalisation, windowColumns, strideColumns);
  }

  private static void requireSameClips(List<ClipFeatures> recorded, List<ClipFeatures> variant) {
    boolean same = recorded.size() == variant.size();
    for (int i = 0; same && i < recorded.size(); i++) {
      same =
          recorded.get(i).clip().equals(variant.get(i).clip())
              && recorded.get(i).columns().count() == variant.get(i).columns().count();
    }
    if (!same) {
      throw new IllegalArgumentException("variants of clips that are not those recorded");
    }
  }

  /** How many windows there are. */
  public int size() {
    return clip.length;
  }

  /** How many variants there are of each clip, at least 1. */
  public int variants() {
    return variants.size();
  }

  /** A window as recorded, standardised, flattened column by column, in a new array. */
  public float[] window(int index) {
    return window(index, 0, firstColumn[index]);
  }

  /**
   * As {@link #window(int)}, of any variant of the window's clip and from any column on.
   *
   * @param from 0 to {@link #lastFirstColumn}
   */
  float[] window(int index, int variant, int from) {
    float[] window = columns(index, variant).window(from, windowColumns);
    normalisation.standardise(window);
    return window;
  }

  /** The column of its clip that a window begins with. */
  int firstColumn(int index) {
    return firstColumn[index];
  }

  /** The last column of its clip that a window could begin with. */
  int lastFirstColumn(int index) {
    return columns(index, 0).count() - windowColumns;
  }

  /** The clip that a window is of. */
  public Clip clip(int index) {
    return variants.get(0).get(clip[index]).clip();
  }

  /** Whether a window's clip is an anomaly. */
  public boolean anomalous(int index) {
    return clip(index).soundClass().anomalous();
  }

  /** The truth of every window, in a new array. */
  public boolean[] anomalous() {
    boolean[] truths = new boolean[size()];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = anomalous(i);
    }
    return truths;
  }

  private Columns columns(int index, int variant) {
    return variants.get(variant).get(clip[index]).columns();
  }
}
