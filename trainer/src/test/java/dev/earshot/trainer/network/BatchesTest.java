package dev.earshot.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.testing.Windows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The columns of clip {@code c} hold {@code 1000 * c + column} in all their coefficients, and a
 * hundred thousand more in the second variant: a window's values tell where it comes from.
 */
class BatchesTest {
  private static final int COEFFICIENTS = 13;
  private static final int VARIANT = 100_000;
  private static final Preset PRESET = Preset.PAPER.withBatchWindows(4);

  @Test
  void anEpochHasEveryWindowOnceInAnotherOrder() {
    Examples examples = examples(clips(3, 2, 96));
    Batches batches = batches(examples, PRESET);

    List<Float> first = firstValues(batches);
    List<Float> second = firstValues(batches);

    assertThat(first).hasSize(examples.size()).doesNotHaveDuplicates().isNotEqualTo(second);
    assertThat(second).containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void theSameSeedGivesTheSameBatches() {
    Preset all = PRESET;
    for (TrainingOption option : TrainingOption.values()) {
      all = all.with(option);
    }
    Examples examples = examples(clips(5, 3, 96));

    List<Batch> once = epoch(new Batches(examples, all, new SplittableRandom(1)));
    List<Batch> again = epoch(new Batches(examples, all, new SplittableRandom(1)));
    List<Batch> other = epoch(new Batches(examples, all, new SplittableRandom(2)));

    assertThat(windows(again)).isDeepEqualTo(windows(once));
    assertThat(Arrays.deepEquals(windows(other), windows(once))).isFalse();
  }

  @Test
  void classWeightsMakeBothSidesCountTheSame() {
    Batches batches = batches(examples(clips(1, 7, 32)), PRESET.with(TrainingOption.CLASS_WEIGHTS));

    double anomalous = 0;
    double normal = 0;
    for (Batch batch : epoch(batches)) {
      for (int i = 0; i < batch.size(); i++) {
        anomalous += batch.truths()[i] == 1 ? batch.weights()[i] : 0;
        normal += batch.truths()[i] == 0 ? batch.weights()[i] : 0;
      }
    }

    assertThat(anomalous).isCloseTo(4, within(1e-5));
    assertThat(normal).isCloseTo(4, within(1e-5));
  }

  @Test
  void balancedRecordingsAreHeardEquallyOften() {
    List<ClipFeatures> clips = new ArrayList<>();
    int[] clipsOfRecording = {1, 2, 17};
    for (int recording = 0; recording < clipsOfRecording.length; recording++) {
      for (int i = 0; i < clipsOfRecording[recording]; i++) {
        clips.add(clip(recording, false, 32, 0));
      }
    }
    Batches batches =
        batches(examples(List.of(clips)), PRESET.with(TrainingOption.BALANCED_RECORDINGS));

    Map<Integer, Integer> heard = new HashMap<>();
    firstValues(batches).forEach(value -> heard.merge(Math.round(value) / 1000, 1, Integer::sum));

    assertThat(heard.keySet()).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(Collections.max(heard.values()) - Collections.min(heard.values()))
        .isLessThanOrEqualTo(1);
  }

  @Test
  void windowsBeginAtTheStrideOrAnywhere() {
    Examples examples = examples(clips(1, 1, 100));
    Batches strict = batches(examples, PRESET);
    Batches free = batches(examples, PRESET.with(TrainingOption.RANDOM_OFFSETS));

    TreeSet<Integer> strictColumns = columnsOfManyEpochs(strict);
    TreeSet<Integer> freeColumns = columnsOfManyEpochs(free);

    assertThat(strictColumns).containsExactly(0, 16, 32, 48, 64);
    assertThat(freeColumns).hasSizeGreaterThan(40);
    assertThat(freeColumns.first()).isZero();
    assertThat(freeColumns.last()).isEqualTo(68);
  }

  @Test
  void everyVariantHasItsTurn() {
    List<ClipFeatures> recorded = clips(2, 2, 32).get(0);
    List<ClipFeatures> altered = new ArrayList<>();
    for (ClipFeatures features : recorded) {
      altered.add(clip(features.clip().recordingId(), features.anomalous(), 32, VARIANT));
    }
    Batches batches = batches(examples(List.of(recorded, altered)), PRESET);

    List<Float> values =
        IntStream.range(0, 20).boxed().flatMap(i -> firstValues(batches).stream()).toList();

    assertThat(values).hasSize(80);
    assertThat(values.stream().filter(value -> value >= VARIANT).count()).isBetween(20L, 60L);
  }

  @Test
  void aWindowAloneIsNoBatchToNormaliseHiddenLayersBy() {
    Examples five = examples(clips(2, 3, 32));

    assertThat(batches(five, PRESET).count()).isEqualTo(2);
    assertThat(batches(five, PRESET.with(TrainingOption.HIDDEN_NORMALISATION)).count())
        .isEqualTo(1);
  }

  private static TreeSet<Integer> columnsOfManyEpochs(Batches batches) {
    TreeSet<Integer> columns = new TreeSet<>();
    for (int i = 0; i < 50; i++) {
      firstValues(batches).forEach(value -> columns.add(Math.round(value) % 1000));
    }
    return columns;
  }

  private static Batches batches(Examples examples, Preset preset) {
    return new Batches(examples, preset, new SplittableRandom(1));
  }

  private static List<Batch> epoch(Batches batches) {
    batches.beginEpoch();
    return IntStream.range(0, batches.count()).mapToObj(batches::get).toList();
  }

  private static float[][] windows(List<Batch> batches) {
    return batches.stream().flatMap(batch -> Stream.of(batch.windows())).toArray(float[][]::new);
  }

  private static List<Float> firstValues(Batches batches) {
    return Stream.of(windows(epoch(batches))).map(window -> window[0]).toList();
  }

  private static Examples examples(List<List<ClipFeatures>> variants) {
    return Examples.ofVariants(
        variants,
        Windows.unchanged(COEFFICIENTS),
        PRESET.windowColumns(),
        PRESET.trainingStrideColumns());
  }

  private static List<List<ClipFeatures>> clips(int anomalous, int normal, int columns) {
    return List.of(
        IntStream.range(0, anomalous + normal)
            .mapToObj(i -> clip(i, i < anomalous, columns, 0))
            .toList());
  }

  private static ClipFeatures clip(long recording, boolean anomalous, int columns, int more) {
    float[] values = new float[columns * COEFFICIENTS];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1000 * recording + i / COEFFICIENTS + more;
    }
    return Windows.clip(recording, anomalous, values, COEFFICIENTS);
  }
}
