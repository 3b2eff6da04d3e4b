package dev.earshot.acoustics.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which rows of a data set a model has to do with: how many clips of each fold, by what they were
 * used for. A fold that is split at random stands in several.
 *
 * @param training what it was fitted to
 * @param validation what chose its threshold and when to stop
 * @param test what its quality was measured on
 */
public record ClipsByFold(
    SortedMap<Integer, Integer> training,
    SortedMap<Integer, Integer> validation,
    SortedMap<Integer, Integer> test) {

  /** Of a model that does not say: files had no such record at first. */
  public static final ClipsByFold UNKNOWN = of(Map.of(), Map.of(), Map.of());

  /** Copies the maps. */
  public ClipsByFold {
    training = copy(training);
    validation = copy(validation);
    test = copy(test);
  }

  /** From maps in any order. */
  public static ClipsByFold of(
      Map<Integer, Integer> training,
      Map<Integer, Integer> validation,
      Map<Integer, Integer> test) {
    return new ClipsByFold(copy(training), copy(validation), copy(test));
  }

  private static SortedMap<Integer, Integer> copy(Map<Integer, Integer> clips) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(clips));
  }
}
