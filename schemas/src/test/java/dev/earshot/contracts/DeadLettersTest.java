package dev.earshot.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.UndecodableException.Problem;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final DeadLetters.Position ORIGINAL =
      new DeadLetters.Position(Topics.PCM_FRAMES, 3, 41, 1_772_366_400_123L);

  @Test
  void theHeadersSayWhyAndWhere() {
    Headers headers = new RecordHeaders();
    DeadLetters.describe(headers, Reason.WRONG_SAMPLE_RATE, "44100 Hz, not 16000", ORIGINAL);
    assertThat(DeadLetters.header(headers, "earshot.reason")).contains("WRONG_SAMPLE_RATE");
    assertThat(DeadLetters.header(headers, "earshot.detail")).contains("44100 Hz, not 16000");
    assertThat(DeadLetters.header(headers, "earshot.topic")).contains("earshot.pcm-frames");
    assertThat(DeadLetters.header(headers, "earshot.partition")).contains("3");
    assertThat(DeadLetters.header(headers, "earshot.offset")).contains("41");
    assertThat(DeadLetters.header(headers, "earshot.timestamp")).contains("1772366400123");
    assertThat(DeadLetters.header(headers, "earshot.nothing")).isEmpty();
  }

  @Test
  void whatCameInCannotForgeOrSwellThem() {
    Headers headers = new RecordHeaders().add(DeadLetters.REASON, "LATE".getBytes());
    DeadLetters.describe(headers, Reason.DAMAGED, "x".repeat(100_000), ORIGINAL);
    assertThat(headers.headers(DeadLetters.REASON)).hasSize(1);
    assertThat(DeadLetters.header(headers, DeadLetters.REASON)).contains("DAMAGED");
    assertThat(DeadLetters.header(headers, DeadLetters.DETAIL).orElseThrow()).hasSize(500);
  }

  @Test
  void everyProblemOfTheCodecIsAReason() {
    for (Problem problem : Problem.values()) {
      assertThat(Reason.of(problem).name()).isEqualTo(problem.name());
    }
  }
}
