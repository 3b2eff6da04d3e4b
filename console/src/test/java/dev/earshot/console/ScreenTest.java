package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScreenTest {
  @Test
  void isAsLargeAsTheTerminalSays() {
    assertThat(Screen.sizeOf("50 132\n")).isEqualTo(new Screen(50, 132));
  }

  @Test
  void aSizeThatNothingFitsInIsNotBelieved() {
    assertThat(Screen.sizeOf("0 0\n")).isEqualTo(Screen.USUAL);
    assertThat(Screen.sizeOf("stty: no such device\n")).isEqualTo(Screen.USUAL);
  }
}
