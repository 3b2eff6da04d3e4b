package dev.earshot.processor.audio;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.v1.DeletionReason;
import dev.earshot.v1.KeptAudio;
import dev.earshot.v1.KeptAudioState;
import java.time.Instant;
import java.util.Optional;

/**
 * What stands on the topic of kept sound for one anomaly, without the sound. Immutable.
 *
 * @param anomalyId the anomaly
 * @param nodeId the node that heard it
 * @param startedAt when the anomaly started, event time
 * @param endedAt when it ended
 * @param state whether the sound is there
 * @param reason why it was deleted; empty unless it was
 * @param soundFrom when the sound begins, event time
 * @param soundS seconds of sound
 * @param missingS seconds of those that no frame had
 * @param cut whether the anomaly went on for longer
 * @param bytes of the encrypted sound; 0 where there is none
 * @param since when that was written, by the brokers' clock
 * @param offset of its record
 */
@JsonNaming(SnakeCaseStrategy.class)
public record KeptRecording(
    String anomalyId,
    String nodeId,
    Instant startedAt,
    Instant endedAt,
    KeptAudioState state,
    Optional<DeletionReason> reason,
    Instant soundFrom,
    double soundS,
    double missingS,
    boolean cut,
    int bytes,
    Instant since,
    @JsonIgnore long offset) {

  static KeptRecording of(KeptAudio value, Instant since, long offset) {
    return new KeptRecording(
        value.getAnomalyId(),
        value.getNodeId(),
        value.getStartedAt(),
        value.getEndedAt(),
        value.getState(),
        Optional.ofNullable(value.getReason()),
        value.getSoundFrom(),
        value.getSoundS(),
        value.getMissingS(),
        value.getCut(),
        value.getSealed() == null ? 0 : value.getSealed().remaining(),
        since,
        offset);
  }

  boolean isKept() {
    return state == KeptAudioState.KEPT;
  }

  /** In a few words for whoever looks for it. */
  @JsonProperty("text")
  public String text() {
    return switch (state) {
      case KEPT -> "kept";
      case DELETED -> "deleted: " + words(reason.orElse(DeletionReason.UNKNOWN));
      case MISSING -> "not kept: its sound was not to be found";
      case UNKNOWN -> "not known to this version";
    };
  }

  private static String words(DeletionReason reason) {
    return switch (reason) {
      case TOO_OLD -> "too old";
      case TOO_MANY -> "more were kept than are to be";
      case TOO_LARGE -> "all together were too large";
      case BY_HAND -> "somebody asked for it";
      case UNKNOWN -> "not known to this version why";
    };
  }

  KeptRecording deleted(DeletionReason why) {
    return new KeptRecording(
        anomalyId,
        nodeId,
        startedAt,
        endedAt,
        KeptAudioState.DELETED,
        Optional.of(why),
        soundFrom,
        soundS,
        missingS,
        cut,
        0,
        since,
        offset);
  }

  /** The same as a record of the topic, without sound. */
  KeptAudio toRecord() {
    return KeptAudio.newBuilder()
        .setAnomalyId(anomalyId)
        .setNodeId(nodeId)
        .setStartedAt(startedAt)
        .setEndedAt(endedAt)
        .setState(state)
        .setReason(reason.orElse(null))
        .setSoundFrom(soundFrom)
        .setSoundS(soundS)
        .setMissingS(missingS)
        .setCut(cut)
        .build();
  }
}
