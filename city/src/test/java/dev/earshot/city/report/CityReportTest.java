package dev.earshot.city.report;

import static dev.earshot.city.report.MatchingTest.at;
import static dev.earshot.city.report.MatchingTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.acoustics.model.Protocol;
import dev.earshot.v1.GroundTruth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CityReportTest {
  private static final CityReport.City SYNTHETIC =
      new CityReport.City(
          "synthetic", Optional.empty(), List.of(), List.of(), OptionalDouble.of(10));

  @Test
  void percentilesAreByNearestRank() {
    Delays delays = Delays.of(DoubleStream.iterate(20, d -> d - 1).limit(20));
    assertThat(delays).isEqualTo(new Delays(20, OptionalDouble.of(10), OptionalDouble.of(19)));

    assertThat(Delays.of(DoubleStream.of(3)))
        .isEqualTo(new Delays(1, OptionalDouble.of(3), OptionalDouble.of(3)));
    assertThat(Delays.of(DoubleStream.of(2, 1)))
        .isEqualTo(new Delays(2, OptionalDouble.of(1), OptionalDouble.of(2)));
    assertThat(Delays.of(DoubleStream.empty()))
        .isEqualTo(new Delays(0, OptionalDouble.empty(), OptionalDouble.empty()));
  }

  @Test
  void theJsonHasTheKeysThatAreDocumented() throws Exception {
    JsonNode json = new ObjectMapper().readTree(report().toJson());

    assertThat(json.properties())
        .extracting(entry -> entry.getKey())
        .containsExactlyInAnyOrder(
            "sound_hours",
            "events_played",
            "events_found",
            "events_found_by_open_alarm",
            "events_missed",
            "false_alarms",
            "false_alarms_per_hour",
            "idle_alarm_share",
            "onset_delay_s",
            "realtime_factor",
            "complete",
            "unheard_s",
            "nodes",
            "speed",
            "seed",
            "model_id",
            "tolerance_s",
            "city",
            "per_label");
    assertThat(json.get("sound_hours").asDouble()).isEqualTo(0.5);
    assertThat(json.get("events_played").asInt()).isEqualTo(3);
    assertThat(json.get("events_found").asInt()).isEqualTo(2);
    assertThat(json.get("events_missed").asInt()).isEqualTo(1);
    assertThat(json.get("false_alarms").asInt()).isEqualTo(1);
    assertThat(json.get("false_alarms_per_hour").asDouble()).isEqualTo(2.0);
    assertThat(json.get("idle_alarm_share").asDouble()).isEqualTo(2 / 1800.0);
    assertThat(json.get("events_found_by_open_alarm").asInt()).isZero();
    assertThat(json.at("/onset_delay_s/count").asInt()).isEqualTo(2);
    assertThat(json.at("/onset_delay_s/p50").asDouble()).isEqualTo(1.0);
    assertThat(json.at("/onset_delay_s/p95").asDouble()).isEqualTo(2.0);
    assertThat(json.get("realtime_factor").asDouble()).isEqualTo(12.0);
    assertThat(json.get("unheard_s").asDouble()).isZero();
    assertThat(json.get("seed").asLong()).isEqualTo(7);
    assertThat(json.get("model_id").asText()).isEqualTo("paper-0123456789ab");
    assertThat(json.at("/city/protocol").asText()).isEqualTo("synthetic");
    assertThat(json.at("/city/dataset").isNull()).isTrue();
    assertThat(json.at("/city/folds_seen_in_training").isArray()).isTrue();
    assertThat(json.at("/per_label/dog_bark/played").asInt()).isEqualTo(1);
    assertThat(json.at("/per_label/dog_bark/found").asInt()).isZero();
    assertThat(json.at("/per_label/dog_bark/onset_delay_s/p50").isNull()).isTrue();
  }

  @Test
  void theTextSaysTheSame() {
    assertThat(report().toText())
        .contains("0.50 h from 12 nodes, a synthetic city, seed 7")
        .contains("3 played, 2 found, 1 missed (67 % found)")
        .contains("1 (2.0 an hour of sound)")
        .contains("0 of those found by an alarm that was already open")
        .contains("0.1 % of the sound under an alarm without an event")
        .contains("median 1.00 s, p95 2.00 s")
        .contains("12.0 (seconds of sound a second)")
        .contains("dog_bark")
        .doesNotContain("Not everything");
  }

  @Test
  void theTextSaysWhatOfThePlayedTheModelHasSeen() {
    assertThat(report(recordings(Protocol.FOLDS, List.of())).toText())
        .contains("recordings of folds [1, 2], which the model has not seen, seed 7");
    assertThat(report(recordings(Protocol.SEEN_IN_TRAINING, List.of(2))).toText())
        .contains("recordings of folds [1, 2], of which the model has seen [2], seed 7");
  }

  @Test
  void whatWasSentAndNotHeardIsSaid() throws Exception {
    CityReport report = report(SYNTHETIC, false, 12.34);

    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.get("complete").asBoolean()).isFalse();
    assertThat(json.get("unheard_s").asDouble()).isEqualTo(12.34);
    assertThat(report.toText()).contains("Not everything").contains("12.3 s of sound");
  }

  private static CityReport.City recordings(Protocol protocol, List<Integer> seen) {
    return new CityReport.City(
        protocol.label(), Optional.of("data"), List.of(1, 2), seen, OptionalDouble.of(10));
  }

  private static CityReport report() {
    return report(SYNTHETIC);
  }

  private static CityReport report(CityReport.City city) {
    return report(city, true, 0);
  }

  private static CityReport report(CityReport.City city, boolean complete, double unheardSeconds) {
    GroundTruth bark = event("b", 50, 51);
    bark.setLabel("dog_bark");
    Matching matching =
        Matching.of(
            List.of(event("a", 10, 14), event("b", 10, 14), bark),
            List.of(
                new Alarm("1", "a", at(10), at(11), at(14), false),
                new Alarm("2", "b", at(10), at(12), at(14), false),
                new Alarm("3", "b", at(70), at(71), at(72), false)),
            Duration.ofSeconds(1));
    return CityReport.of(
        new CityReport.Run(
            1800, unheardSeconds, 150, complete, 12, 1, 7, "paper-0123456789ab", 1, city),
        matching);
  }
}
