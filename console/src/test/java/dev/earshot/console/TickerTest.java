package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TickerTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final CountDownLatch asked = new CountDownLatch(2);

  private String tick(Optional<Screen> screen, String line) {
    PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(out, screen, Map.of("TERM", "xterm"));
    Ticker ticker = Ticker.start(terminal, () -> said(line), Duration.ofMillis(1));
    awaitAsked();
    ticker.stop();
    ticker.stop();
    return written.toString(StandardCharsets.UTF_8);
  }

  private void awaitAsked() {
    try {
      asked.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String said(String line) {
    asked.countDown();
    return line;
  }

  @Test
  void onAScreenTheLineIsDrawnOverItselfAndGoneInTheEnd() {
    assertThat(tick(Optional.of(Screen.USUAL), "half"))
        .startsWith("\u001b[?25l\rhalf\u001b[K\n")
        .contains("\u001b[1A\rhalf")
        .endsWith("\u001b[1A\u001b[J\u001b[?25h");
  }

  @Test
  void aLineIsNoWiderThanTheScreen() {
    assertThat(tick(Optional.of(new Screen(24, 20)), "x".repeat(100)))
        .contains("\r" + "x".repeat(19) + "\u001b[K");
  }

  @Test
  void elsewhereItIsPlainLines() {
    assertThat(tick(Optional.empty(), "half")).startsWith("half" + System.lineSeparator());
    assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b");
  }

  @Test
  void theTimeLeftIsThatOfTheSpeed() {
    assertThat(Ticker.share("playing", 12, 40, 2))
        .isEqualTo("playing  0:12 of 0:40  30 %  about 0:14 left");
    assertThat(Ticker.share("playing", 50, 40, 2)).endsWith("100 %  about 0:00 left");
    assertThat(Ticker.clock(3723)).isEqualTo("1:02:03");
  }
}
