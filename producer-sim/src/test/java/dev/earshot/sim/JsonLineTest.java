package dev.earshot.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.Level;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonLineTest {
  static final Instant SECOND = Instant.parse("2026-03-01T12:00:01Z");

  static AnomalyEvent opened() {
    return AnomalyEvent.newBuilder()
        .setAnomalyId("node-07:1:3200")
        .setNodeId("node-07")
        .setSession(1)
        .setFirstSample(3_200)
        .setPhase(AnomalyPhase.OPENED)
        .setRevision(0)
        .setStartedAt(Instant.parse("2026-03-01T12:00:00.123456Z"))
        .setUpdatedAt(SECOND)
        .setDurationS(0.876544)
        .setPeakScore(0.9f)
        .setMeanScore(0.75f)
        .setLevel(
            Level.newBuilder().setLaeqDbfs(-31.5f).setLafmaxDbfs(-24.2f).setPeakDbfs(-6f).build())
        .setModelId("earshot-paper-0123456789ab")
        .setThreshold(0.6f)
        .build();
  }

  @Test
  void anAnomalyIsOneLineWithTheSchemasKeysInTheirOrder() {
    assertThat(JsonLine.of(opened()))
        .isEqualTo(
            "{\"anomaly_id\":\"node-07:1:3200\",\"node_id\":\"node-07\",\"session\":1,"
                + "\"first_sample\":3200,\"phase\":\"OPENED\",\"revision\":0,"
                + "\"started_at\":\"2026-03-01T12:00:00.123456Z\","
                + "\"updated_at\":\"2026-03-01T12:00:01.000000Z\","
                + "\"ended_at\":null,\"end_reason\":null,\"duration_s\":0.876544,"
                + "\"peak_score\":0.9,\"mean_score\":0.75,\"label\":null,"
                + "\"label_confidence\":null,\"level\":{\"laeq_dbfs\":-31.5,"
                + "\"lafmax_dbfs\":-24.2,\"peak_dbfs\":-6.0,\"calibration_offset_db\":null},"
                + "\"model_id\":\"earshot-paper-0123456789ab\",\"threshold\":0.6}");
  }

  @Test
  void nothingInItCommandsATerminal() throws Exception {
    AnomalyEvent event = opened();
    String evil = "a\u001b[2J\u009b2J\u007f\u202e\u2028<b>\u00fc";
    event.setNodeId(evil);
    String line = JsonLine.of(event);
    assertThat(line.codePoints())
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    assertThat(line).hasLineCount(1).contains("<b>\u00fc");
    assertThat(new ObjectMapper().readTree(line).get("node_id").asText()).isEqualTo(evil);
  }

  @Test
  void bytesAreBase64() {
    PcmFrame frame =
        PcmFrame.newBuilder()
            .setNodeId("a\nb")
            .setSession(1)
            .setFirstSample(0)
            .setCapturedAt(SECOND)
            .setSampleRateHz(16_000)
            .setEncoding(PcmEncoding.PCM_S16LE)
            .setSamples(ByteBuffer.wrap(new byte[] {1, 2, 3}))
            .build();
    assertThat(JsonLine.of(frame))
        .contains("\"samples\":\"AQID\"")
        .contains("\"node_id\":\"a\\nb\"")
        .doesNotContain("\n");
    assertThat(JsonLine.of(frame)).contains("AQID"); // the record is as it was
  }
}
