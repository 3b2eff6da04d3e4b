package dev.earshot.trainer.folds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.acoustics.model.Protocol;
import dev.earshot.console.Failure;
import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSoundClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final int CLIPS_OF_A_RECORDING = 5;

  private final List<Clip> clips = new ArrayList<>();

  @Test
  void aRandomSplitMeasuresOnAFifthOfEveryClass() {
    fold(1, 50, 100);
    fold(2, 50, 50);

    Split split = Split.random(clips, 1);

    assertThat(split.protocol()).isEqualTo(Protocol.RANDOM_SPLIT);
    assertThat(split.test()).hasSize(50);
    assertThat(anomalous(split.test())).isEqualTo(30);
    assertThat(split.validation()).hasSize(20);
    assertThat(anomalous(split.validation())).isEqualTo(12);
    assertThat(split.training()).hasSize(180);
    assertThat(union(split)).containsExactlyInAnyOrderElementsOf(clips);
  }

  @Test
  void aRandomSplitLeaksRecordingsAsThePapersDoes() {
    fold(1, 50, 50);

    Split split = Split.random(clips, 1);

    Set<Long> both = recordings(split.training());
    both.retainAll(recordings(split.test()));
    assertThat(both).isNotEmpty();
  }

  @Test
  void theSeedDecidesARandomSplit() {
    fold(1, 50, 50);

    assertThat(Split.random(clips, 7)).isEqualTo(Split.random(clips, 7));
    assertThat(Split.random(clips, 8).test()).isNotEqualTo(Split.random(clips, 7).test());
  }

  @Test
  void aSplitByFoldsNeverPartsARecording() {
    fold(1, 10, 10);
    fold(2, 10, 10);
    fold(3, 10, 10);

    Split split = Split.byFolds(clips, FoldPlan.of(clips, List.of(2), List.of(3)));

    assertThat(recordings(split.training()))
        .doesNotContainAnyElementsOf(recordings(split.test()))
        .doesNotContainAnyElementsOf(recordings(split.validation()));
    assertThat(split.described()).isEqualTo("training fold 1, validation fold 3, test fold 2");
  }

  @Test
  void aFoldOfWhichNothingCanBeReadIsToldWhenTheSplitIsMade() {
    fold(1, 5, 5);
    fold(2, 5, 5);
    fold(3, 5, 5);
    FoldPlan plan = FoldPlan.of(clips, List.of(1), List.of(2));
    List<Clip> readable = clips.stream().filter(clip -> clip.fold() != 1).toList();

    assertThatThrownBy(() -> Split.byFolds(readable, plan))
        .isInstanceOf(Failure.class)
        .hasMessage("the data set has no clips of fold 1; it holds folds 2, 3");
  }

  private void fold(int fold, int normal, int anomalous) {
    for (int i = 0; i < normal + anomalous; i++) {
      UrbanSoundClass soundClass =
          i < normal ? UrbanSoundClass.STREET_MUSIC : UrbanSoundClass.GUN_SHOT;
      String name = fold + "-" + i + ".wav";
      long recording = 1_000L * fold + i / CLIPS_OF_A_RECORDING;
      clips.add(new Clip(name, recording, 0, 4, true, fold, soundClass, Path.of(name)));
    }
  }

  private static long anomalous(List<Clip> some) {
    return some.stream().filter(clip -> clip.soundClass().anomalous()).count();
  }

  private static Set<Long> recordings(List<Clip> some) {
    return some.stream().map(Clip::recordingId).collect(Collectors.toCollection(HashSet::new));
  }

  private static List<Clip> union(Split split) {
    List<Clip> all = new ArrayList<>(split.training());
    all.addAll(split.validation());
    all.addAll(split.test());
    return all;
  }
}
