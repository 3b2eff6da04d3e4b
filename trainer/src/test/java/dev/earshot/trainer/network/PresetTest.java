package dev.earshot.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {
  @Test
  void thePapersHasNoOption() {
    assertThat(Preset.PAPER.options()).isEmpty();
    assertThat(Preset.PAPER.augmentation().any()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(TrainingOption.class)
  void anOptionIsHadByItsNameAndGivenUpAgain(TrainingOption option) {
    TrainingOption named = TrainingOption.named(option.label()).orElseThrow();

    Preset with = Preset.PAPER.with(named);

    assertThat(with.options()).containsExactly(option);
    assertThat(with.with(named)).isEqualTo(with);
    assertThat(with.without(named)).isEqualTo(Preset.PAPER);
    assertThat(Preset.PAPER.without(named)).isEqualTo(Preset.PAPER);
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
  }
}
