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
    Headers headers = letter(new RecordHeaders(), "44100 Hz, not 16000").headers();
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
    Headers forged = new RecordHeaders().add(DeadLetters.REASON, "LATE".getBytes());
    Headers headers = letter(forged, "x".repeat(100_000)).headers();
    assertThat(headers.headers(DeadLetters.REASON)).hasSize(1);
    assertThat(DeadLetters.header(headers, DeadLetters.REASON)).contains("WRONG_SAMPLE_RATE");
    assertThat(DeadLetters.header(headers, DeadLetters.DETAIL).orElseThrow()).hasSize(500);
  }

  private static DeadLetters.Letter letter(Headers headers, String detail) {
    return DeadLetters.of(
        new byte[] {1}, new byte[] {2, 3}, headers, Reason.WRONG_SAMPLE_RATE, detail, ORIGINAL);
  }

  @Test
  void theOriginalIsKeptByteForByte() {
    Headers own = new RecordHeaders().add("trace", new byte[] {7});

    DeadLetters.Letter letter = letter(own, "");

    assertThat(letter.key()).containsExactly(1);
    assertThat(letter.value()).containsExactly(2, 3);
    assertThat(letter.headers().lastHeader("trace").value()).containsExactly(7);
    assertThat(DeadLetters.header(letter.headers(), DeadLetters.CUT)).isEmpty();
    assertThat(own.toArray()).hasSize(1);
  }

  @Test
  void whatIsTooLargeToBeSentAgainIsCutAndSaysSo() {
    Headers large = new RecordHeaders().add("large", new byte[100_000]);

    DeadLetters.Letter letter =
        DeadLetters.of(new byte[400_000], new byte[3_000_000], large, Reason.DAMAGED, "", ORIGINAL);

    assertThat(letter.key().length + letter.value().length).isLessThan(300_000);
    assertThat(letter.headers().lastHeader("large")).isNull();
    assertThat(DeadLetters.header(letter.headers(), DeadLetters.CUT))
        .contains("of a key of 400000, a value of 3000000 and headers of 100005 bytes");
  }

  @Test
  void whereThereWasNoKeyOrValueThereIsNone() {
    DeadLetters.Letter letter =
        DeadLetters.of(null, null, new RecordHeaders(), Reason.NO_VALUE, "", ORIGINAL);

    assertThat(letter.key()).isNull();
    assertThat(letter.value()).isNull();
  }

  @Test
  void everyProblemOfTheCodecIsAReason() {
    for (Problem problem : Problem.values()) {
      assertThat(Reason.of(problem).name()).isEqualTo(problem.name());
    }
  }
}
