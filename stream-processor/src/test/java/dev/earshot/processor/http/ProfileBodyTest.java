package dev.earshot.processor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.v1.NodeProfile;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileBodyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static NodeProfile read(String json) {
    return ProfileBody.read(json).profile("node", "ada", NOW);
  }

  @Test
  void whatIsSaidIsInTheProfileAndWhatIsNotIsNot() {
    NodeProfile profile =
        read(
            """
            {"place": "Mill Lane 3", "latitude_deg": 53, "open_threshold": 0.8,
             "in_force_from": "2026-03-02T00:00:00Z", "alarms_off": true, "longitude_deg": null}
            """);
    assertThat(profile.getPlace()).isEqualTo("Mill Lane 3");
    assertThat(profile.getLatitudeDeg()).isEqualTo(53);
    assertThat(profile.getOpenThreshold()).isEqualTo(0.8f);
    assertThat(profile.getInForceFrom()).isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
    assertThat(profile.getAlarmsOff()).isTrue();
    assertThat(profile.getLongitudeDeg()).isNull();
    assertThat(profile.getCloseThreshold()).isNull();
    assertThat(profile.getSetBy()).isEqualTo("ada");
    assertThat(profile.getSetAt()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"place\": 5}",
        "{\"place\": true}",
        "{\"latitude_deg\": \"\"}",
        "{\"latitude_deg\": \"53\"}",
        "{\"alarms_off\": 1}",
        "{\"alarms_off\": \"true\"}",
        "{\"in_force_from\": 1e300}",
        "{\"in_force_from\": 5}",
        "{\"in_force_from\": \"tomorrow\"}",
        "{\"in_force_from\": \"+999999999-01-01T00:00:00Z\"}",
        "{\"set_by\": \"mallory\"}",
        "{\"plaice\": \"x\"}",
        "{} {}",
        "[]",
        "null",
        ""
      })
  void whatIsNoneIsSaidInALine(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .hasLineCount(1);
  }
}
