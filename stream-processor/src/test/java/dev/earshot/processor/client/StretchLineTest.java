package dev.earshot.processor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.console.Failure;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class StretchLineTest {
  private final StretchLine line = new StretchLine(ZoneId.of("Europe/Berlin"));

  private String of(String json) throws Exception {
    return line.of(JsonMapper.builder().build().readTree(json));
  }

  @Test
  void aStretchIsALineWithTimesOfTheZone() throws Exception {
    assertThat(
            of(
                """
                {"from": "2026-07-01T12:00:10.240Z", "to": "2026-07-01T12:00:12Z",
                 "state": "QUIET", "text": "no alarm: too quiet"}"""))
        .isEqualTo("2026-07-01 14:00:10.2 to 14:00:12.0  QUIET    no alarm: too quiet");
  }

  @Test
  void aLongOneSaysTheDayOfItsEnd() throws Exception {
    assertThat(
            of(
                """
                {"from": "2026-07-01T12:00:00Z", "to": "2026-07-03T12:00:00Z",
                 "state": "PENDING", "text": "so long"}"""))
        .isEqualTo("2026-07-01 14:00:00.0 to 2026-07-03 14:00:00.0  PENDING  so long");
  }

  @Test
  void whatIsNoStretchIsSaid() {
    assertThatThrownBy(() -> of("{}"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no explanation");
  }
}
