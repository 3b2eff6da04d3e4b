package dev.earshot.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.recordings.Clip;
import dev.earshot.recordings.UrbanSound8K;
import dev.earshot.recordings.UrbanSoundClass;
import dev.earshot.trainer.features.ClipFeatures;
import dev.earshot.trainer.network.Preset;
import dev.earshot.trainer.testing.TinyDataset;
import dev.earshot.trainer.work.Progress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantsTest {
  private static final Augmentation ALL =
      new Augmentation(
          Optional.of(Augmentation.GAIN),
          Optional.of(Augmentation.NOISE),
          Optional.of(Augmentation.BACKGROUND));
  private static final Augmentation NONE =
      new Augmentation(Optional.empty(), Optional.empty(), Optional.empty());

  @TempDir private Path folder;

  @Test
  void everyVariantHasTheSameClipsAndOtherSound() throws Exception {
    List<List<ClipFeatures>> variants = variants(ALL, 1);

    assertThat(variants).hasSize(1 + Augmentation.VARIANTS);
    List<Clip> clips = variants.get(0).stream().map(ClipFeatures::clip).toList();
    Set<List<Float>> firstClip = new HashSet<>();
    for (List<ClipFeatures> variant : variants) {
      assertThat(variant.stream().map(ClipFeatures::clip).toList()).isEqualTo(clips);
      firstClip.add(Arrays.asList(values(variant)));
    }
    assertThat(firstClip).hasSize(variants.size());
  }

  @Test
  void theSameSeedGivesTheSameVariants() throws Exception {
    Float[] once = values(variants(ALL, 1).get(2));

    assertThat(values(variants(ALL, 1).get(2))).isEqualTo(once);
    assertThat(values(variants(ALL, 2).get(2))).isNotEqualTo(once);
  }

  @Test
  void nothingToDoLeavesTheRecordedClips() throws Exception {
    assertThat(variants(NONE, 1)).hasSize(1);
  }

  @Test
  void backgroundsAreNormalClipsOfOtherRecordings() throws Exception {
    TinyDataset tiny = TinyDataset.in(folder, 1, 0);
    tiny.add(1, UrbanSoundClass.AIR_CONDITIONER, constant(0.1f));
    tiny.add(1, UrbanSoundClass.ENGINE_IDLING, constant(0.2f));
    tiny.add(1, UrbanSoundClass.SIREN, constant(0.3f));
    UrbanSound8K dataset = UrbanSound8K.open(tiny.written().folder());
    List<Clip> clips = dataset.clips();
    SplittableRandom random = new SplittableRandom(1);
    Backgrounds backgrounds = Backgrounds.of(dataset, clips, 16_000, random);

    Set<Integer> ofAirConditioner = new HashSet<>();
    Set<Integer> ofSiren = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      ofAirConditioner.add(tenths(backgrounds.notOf(clips.get(0).recordingId(), random)));
      ofSiren.add(tenths(backgrounds.notOf(clips.get(2).recordingId(), random)));
    }

    assertThat(ofAirConditioner).containsExactly(2);
    assertThat(ofSiren).containsExactlyInAnyOrder(1, 2);
    assertThat(Backgrounds.of(dataset, clips.subList(0, 1), 16_000, random))
        .satisfies(alone -> assertThat(alone.notOf(clips.get(0).recordingId(), random)).isEmpty());
  }

  private List<List<ClipFeatures>> variants(Augmentation augmentation, long seed) throws Exception {
    UrbanSound8K dataset = UrbanSound8K.open(TinyDataset.in(folder, 1, 2).folder());
    List<ClipFeatures> recorded = TinyDataset.features(dataset, Preset.PAPER).clips();
    try (Progress.Task task = Progress.SILENT.begin("", 0)) {
      return Variants.of(dataset, recorded, FrontEndConfig.PAPER, 32, augmentation, seed, task);
    }
  }

  private static Float[] values(List<ClipFeatures> variant) {
    float[] values = variant.get(0).columns().values();
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, i -> values[i]);
    return boxed;
  }

  private static float[] constant(float value) {
    float[] samples = new float[16_000];
    Arrays.fill(samples, value);
    return samples;
  }

  private static int tenths(Optional<float[]> samples) {
    return Math.round(samples.orElseThrow()[5_000] * 10);
  }
}
