package dev.earshot.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.earshot.v1.AnomalyEvent;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
  private final AvroSerde<AnomalyEvent> serde = AvroSerde.of(AnomalyEvent.class);

  @Test
  void aRecordComesBack() {
    byte[] bytes = serde.serializer().serialize("t", Examples.anomalyEvent());
    assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(Examples.anomalyEvent());
  }

  @Test
  void aTombstoneStaysOne() {
    assertThat(serde.serialize("t", null)).isNull();
    assertThat(serde.deserialize("t", (byte[]) null)).isNull();
  }

  @Test
  void foreignBytesAreASerializationExceptionThatNamesTheTopicAndTheProblem() {
    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> serde.deserialize("earshot.anomalies", new byte[] {'{', '}'}))
        .withMessageContaining("earshot.anomalies")
        .withMessageContaining("NOT_SINGLE_OBJECT")
        .withCauseInstanceOf(UndecodableException.class);
  }
}
