package dev.earshot.trainer.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger freed = new AtomicInteger();
  private final Progress.Task task = Progress.SILENT.begin("work", 1);

  @Test
  void resultsComeInTheOrderOfTheItems() {
    List<Integer> items = IntStream.range(0, 500).boxed().toList();

    List<Integer> squares = map(items, (tool, item) -> item * item);

    assertThat(squares).isEqualTo(items.stream().map(item -> item * item).toList());
    assertThat(freed).hasValue(made.get());
    assertThat(made.get()).isPositive();
  }

  @Test
  void nothingToDoIsDone() {
    assertThat(map(List.of(), (tool, item) -> item)).isEmpty();
  }

  @Test
  void whatFailsIsThrownAndToolsAreFreed() {
    assertThatThrownBy(
            () ->
                map(
                    List.of(1, 2, 3),
                    (tool, item) -> {
                      throw new IOException("no sound in " + item);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("no sound in");
    assertThat(freed).hasValue(made.get());
  }

  @Test
  void withoutATerminalATaskIsOneLine() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Progress progress = new ConsoleProgress(new PrintStream(out, true), Optional.empty());

    try (Progress.Task counted = progress.begin("counting", 3)) {
      counted.step("");
      counted.step("two");
    }

    assertThat(out.toString(StandardCharsets.UTF_8))
        .matches("counting: 2 in \\d+\\.\\d s \\(two\\)\\R");
  }

  private List<Integer> map(List<Integer> items, Workers.Work<Object, Integer, Integer> work) {
    return Workers.map(
        items,
        () -> {
          made.incrementAndGet();
          return new Object();
        },
        tool -> freed.incrementAndGet(),
        work,
        task);
  }
}
