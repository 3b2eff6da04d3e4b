package dev.earshot.city.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.console.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final Optional<Screen> SCREEN = Optional.of(Screen.USUAL);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void aSecondDrawingGoesOverTheFirst() {
    Terminal terminal = new Terminal(out, SCREEN, Map.of());

    terminal.redraw(List.of("one", "two"));
    written.reset();
    terminal.redraw(List.of("three"));

    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("\u001b[2A")
        .contains("\rthree\u001b[K\n\u001b[J");
  }

  @Test
  void coloursNeedAScreenAndNoObjection() {
    assertThat(new Terminal(out, SCREEN, Map.of()).colours()).isTrue();
    assertThat(new Terminal(out, SCREEN, Map.of("NO_COLOR", "")).colours()).isTrue();
    assertThat(new Terminal(out, SCREEN, Map.of("NO_COLOR", "1")).colours()).isFalse();
    assertThat(new Terminal(out, Optional.empty(), Map.of()).colours()).isFalse();
  }

  @Test
  void theLocaleSaysWhetherMoreThanAsciiCanBeShown() {
    assertThat(new Terminal(out, SCREEN, Map.of("LANG", "de_DE.UTF-8")).unicode()).isTrue();
    assertThat(new Terminal(out, SCREEN, Map.of("LANG", "C.utf8")).unicode()).isTrue();
    assertThat(new Terminal(out, SCREEN, Map.of("LANG", "C")).unicode()).isFalse();
    assertThat(new Terminal(out, SCREEN, Map.of("LC_ALL", "C", "LANG", "C.utf8")).unicode())
        .isFalse();
    assertThat(new Terminal(out, SCREEN, Map.of()).unicode()).isFalse();
  }
}
