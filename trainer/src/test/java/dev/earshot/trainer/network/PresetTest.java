package dev.earshot.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {
  private static final Preset BARE = Preset.PAPER.without(TrainingOption.EARLY_STOPPING);

  @Test
  void thePaperOnlyStopsEarly() {
    assertThat(Preset.PAPER.options()).containsExactly(TrainingOption.EARLY_STOPPING);
    assertThat(Preset.PAPER.augmentation().any()).isFalse();
    assertThat(Preset.PAPER.sparsity()).isZero();
  }

  @ParameterizedTest
  @EnumSource(TrainingOption.class)
  void anOptionIsHadByItsNameAndGivenUpAgain(TrainingOption option) {
    TrainingOption named = TrainingOption.named(option.label()).orElseThrow();

    Preset with = BARE.with(named);

    assertThat(with.options()).containsExactly(option);
    assertThat(with.with(named)).isEqualTo(with);
    assertThat(with.without(named)).isEqualTo(BARE);
    assertThat(BARE.without(named)).isEqualTo(BARE);
  }

  @Test
  void presetsAreFoundByName() {
    assertThat(Preset.named("better-mlp")).contains(Preset.BETTER_MLP);
    assertThat(Preset.BETTER_MLP.modelName()).isEqualTo("better-mlp");
    assertThat(Preset.PAPER.modelName()).isEqualTo("paper-mlp");
    assertThat(Preset.named("best")).isEmpty();
  }

  @Test
  void switchesSayHowAPresetDiffersFromTheOneOfItsName() {
    Preset changed =
        Preset.BETTER_MLP
            .with(TrainingOption.MIXUP)
            .without(TrainingOption.BACKGROUND)
            .withBatchWindows(64)
            .withEpochsMax(3)
            .withSparsity(0.5);

    assertThat(Preset.PAPER.switches()).containsExactly("--preset", "paper");
    assertThat(String.join(" ", changed.switches()))
        .isEqualTo(
            "--preset better-mlp --with mixup --without background --batch 64 --epochs 3"
                + " --sparsity 0.5");
  }

  @Test
  void optionsAreCalledAsOnTheCommandLine() {
    assertThat(TrainingOption.BALANCED_RECORDINGS.label()).isEqualTo("balanced-recordings");
    assertThat(TrainingOption.named("loudness")).isEmpty();
  }

  @Test
  void aNumberOutOfBoundsIsNamed() {
    assertThatThrownBy(() -> Preset.PAPER.withBatchWindows(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--batch is 0, needs to be 1 to 4096");
    assertThatThrownBy(() -> Preset.PAPER.withEpochsMax(-1))
        .hasMessage("--epochs is -1, needs to be 1 to 10000");
    assertThatThrownBy(() -> Preset.BETTER_MLP.withBatchWindows(1))
        .hasMessage("--batch with hidden-normalisation is 1, needs to be 2 to 4096");
    assertThatThrownBy(() -> Preset.PAPER.withSparsity(1))
        .hasMessage("--sparsity is 1, needs to be 0 to 0.9");
  }
}
