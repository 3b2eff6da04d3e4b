package dev.earshot.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

/** Readers and writers with different versions of a contract. */
class SchemaEvolutionTest {
  @Test
  void aFieldThatANewerWriterAddsIsPassedOver() throws Exception {
    Schema newer =
        profileSchema(
            json ->
                json.replace(
                    "{\"name\":\"place\"",
                    "{\"name\":\"owners\",\"type\":{\"type\":\"array\",\"items\":\"string\"},"
                        + "\"default\":[]},{\"name\":\"place\""));
    GenericRecord written = new GenericData.Record(newer);
    written.put("node_id", "node-07");
    written.put("owners", List.of("parks", "police"));
    written.put("place", "bridge");
    written.put("open_threshold", 0.5f);

    NodeProfile read = SingleObject.of(NodeProfile.class, List.of(newer)).decode(encode(written));

    assertThat(read.getNodeId()).isEqualTo("node-07");
    assertThat(read.getPlace()).isEqualTo("bridge");
    assertThat(read.getOpenThreshold()).isEqualTo(0.5f);
  }

  @Test
  void aFieldThatAnOlderWriterDidNotHaveGetsItsDefault() throws Exception {
    String name = "immediate_threshold";
    Schema older =
        profileSchema(
            json -> {
              int start = json.indexOf(",{\"name\":\"" + name);
              return json.substring(0, start) + json.substring(json.indexOf('}', start) + 1);
            });
    assertThat(older.getField(name)).isNull();
    GenericRecord written = new GenericData.Record(older);
    written.put("node_id", "node-07");
    written.put("close_threshold", 0.25f);

    NodeProfile read = SingleObject.of(NodeProfile.class, List.of(older)).decode(encode(written));

    assertThat(read.getCloseThreshold()).isEqualTo(0.25f);
    assertThat(read.getImmediateThreshold()).isNull();
  }

  @Test
  void anEnumSymbolThatIsNewerThanTheReaderIsUnknown() throws Exception {
    Schema newer =
        changed(
            ReleasedSchemas.of("PcmFrame").get(0),
            json -> json.replace("\"PCM_F32LE\"", "\"PCM_F32LE\",\"OPUS\""));
    GenericRecord written = new GenericData.Record(newer);
    written.put("node_id", "node-07");
    written.put("session", 1L);
    written.put("first_sample", 0L);
    written.put("captured_at", 0L);
    written.put("sample_rate_hz", 16_000);
    written.put(
        "encoding", new GenericData.EnumSymbol(newer.getField("encoding").schema(), "OPUS"));
    written.put("samples", ByteBuffer.wrap(new byte[] {1, 2}));

    PcmFrame read = SingleObject.of(PcmFrame.class, List.of(newer)).decode(encode(written));

    assertThat(read.getEncoding()).isEqualTo(PcmEncoding.UNKNOWN);
    assertThat(read.getSamples()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
  }

  private static Schema profileSchema(UnaryOperator<String> change) {
    return changed(ReleasedSchemas.of("NodeProfile").get(0), change);
  }

  /** A schema with its JSON changed; the change must change something. */
  static Schema changed(Schema schema, UnaryOperator<String> change) {
    String before = schema.toString();
    String after = change.apply(before);
    assertThat(after).isNotEqualTo(before);
    return new Schema.Parser().parse(after);
  }

  private static byte[] encode(GenericRecord written) throws Exception {
    return new BinaryMessageEncoder<GenericRecord>(new GenericData(), written.getSchema())
        .encode(written)
        .array();
  }
}
