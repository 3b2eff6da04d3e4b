package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;

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
    Map<String, String> xterm = Map.of("TERM", "xterm");

    assertThat(new Terminal(out, SCREEN, xterm).colours().on()).isTrue();
    assertThat(new Terminal(out, Optional.empty(), xterm).colours().on()).isFalse();
    assertThat(new Terminal(out, SCREEN, with("NO_COLOR", "")).colours().on()).isTrue();
    assertThat(new Terminal(out, SCREEN, with("NO_COLOR", "1")).colours().on()).isFalse();
    assertThat(new Terminal(out, SCREEN, Map.of("TERM", "dumb")).colours().on()).isFalse();
    assertThat(new Terminal(out, SCREEN, Map.of()).colours().on()).isFalse();
  }

  private static Map<String, String> with(String name, String value) {
    return Map.of("TERM", "xterm", name, value);
  }

  @Test
  void whatIsNotToBePaintedStaysAsItIs() {
    assertThat(new Colours(false).paint(Colours.Paint.RED, "fault")).isEqualTo("fault");
    assertThat(new Colours(true).paint(Colours.Paint.RED, "fault"))
        .isEqualTo("\u001b[1;31mfault\u001b[0m");
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
