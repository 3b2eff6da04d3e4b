package dev.earshot.city.torture;

import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.SoundLevels;
import dev.earshot.v1.WindowScore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** A record of the output in words, for whoever looks for a difference. */
final class OutcomeText {
  private static final Map<String, SingleObject<? extends SpecificRecord>> CODECS =
      Map.of(
          Topics.ANOMALIES, SingleObject.of(AnomalyEvent.class),
          Topics.WINDOW_SCORES, SingleObject.of(WindowScore.class),
          Topics.LEVELS, SingleObject.of(SoundLevels.class),
          Topics.NODE_STATUS, SingleObject.of(NodeStatus.class));

  private OutcomeText() {}

  static String of(String topic, Outcome outcome) {
    String key = outcome.key().map(OutcomeText::text).orElse("no key");
    return key + " at " + outcome.timestampMs() + " " + value(topic, outcome);
  }

  private static String value(String topic, Outcome outcome) {
    SingleObject<? extends SpecificRecord> codec = CODECS.get(topic);
    if (codec == null || outcome.value().isEmpty()) {
      return outcome.tags().stream()
          .map(tag -> tag.name() + "=" + text(tag.value()))
          .collect(Collectors.joining(", "));
    }
    try {
      return codec.decode(outcome.value().get().array()).toString();
    } catch (UndecodableException e) {
      return e.getMessage();
    }
  }

  static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }
}
