package dev.earshot.processor.audio;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;

/**
 * What an envelope says of the sound in it: readable by everybody, changed by nobody unnoticed.
 * Immutable. Times are ISO-8601, UTC, event time; positions are samples of the node's session.
 *
 * @param anomalyId the anomaly that it was kept for
 * @param nodeId the node that heard it
 * @param session the node's session
 * @param firstSample index in the session of the first sample
 * @param samples how many there are, gaps among them
 * @param sampleRateHz samples a second
 * @param encoding how a sample is written: {@code PCM_S16LE} or {@code PCM_F32LE}, as the node sent
 *     it
 * @param soundFrom when the first sample was heard
 * @param alarmFrom when the anomaly started
 * @param alarmTo when it ended
 * @param cut whether the anomaly goes on for longer than the sound
 * @param gaps silence that no frame had: first sample, counted from the beginning of this sound,
 *     and length
 */
@JsonNaming(SnakeCaseStrategy.class)
public record AudioHeader(
    String anomalyId,
    String nodeId,
    long session,
    long firstSample,
    int samples,
    int sampleRateHz,
    String encoding,
    String soundFrom,
    String alarmFrom,
    String alarmTo,
    boolean cut,
    List<Gap> gaps) {

  /**
   * Samples that are not there.
   *
   * @param from counted from the beginning of the sound
   * @param samples how many
   */
  public record Gap(@JsonProperty("from") int from, @JsonProperty("samples") int samples) {}

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Takes a copy of the gaps. */
  public AudioHeader {
    gaps = List.copyOf(gaps);
  }

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // strings and numbers
    }
  }

  static AudioHeader fromJson(byte[] json) throws IOException {
    return JSON.readValue(json, AudioHeader.class);
  }

  /** How long the sound is, gaps among it, seconds. */
  double seconds() {
    return (double) samples / sampleRateHz;
  }

  /** How much of that no frame had, seconds. */
  double missingSeconds() {
    return (double) gaps.stream().mapToInt(Gap::samples).sum() / sampleRateHz;
  }

  /** Bytes of one sample. */
  int sampleBytes() {
    return encoding.equals("PCM_F32LE") ? Float.BYTES : Short.BYTES;
  }
}
