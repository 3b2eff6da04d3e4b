package dev.earshot.processor.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicrosTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999Z",
        "2026-03-01T12:00:00.123456Z",
        "2300-01-01T00:00:00Z", // 292 years of nanoseconds are over by then
        "9999-12-31T23:59:59Z"
      })
  void aTimeIsTheSameThereAndBack(String text) {
    Instant time = Instant.parse(text);

    assertThat(Micros.toInstant(Micros.of(time))).isEqualTo(time);
  }
}
