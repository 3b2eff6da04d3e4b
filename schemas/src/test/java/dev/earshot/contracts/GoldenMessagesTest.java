package dev.earshot.contracts;

import static dev.earshot.contracts.SingleObjectTest.codecOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.v1.NodeProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One message of every type as version 1 wrote it, kept as hexadecimal text beside this test. They
 * are on disks and in topics out there: they must be readable for ever. A new version of a schema
 * adds files; it never changes these.
 */
class GoldenMessagesTest {
  static List<SpecificRecord> examples() {
    return Examples.all();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aMessageOfVersion1IsReadAsWhatWasWritten(SpecificRecord example) throws Exception {
    assertThat(codecOf(example).decode(golden(example, 1))).isEqualTo(example);
  }

  @Test
  void aProfileOfVersion2HasAKeyToo() throws Exception {
    NodeProfile profile = Examples.nodeProfile();
    profile.setSigningKey(ByteBuffer.wrap(HexFormat.of().parseHex("d75a98".repeat(10) + "0102")));
    assertThat(SingleObject.of(NodeProfile.class).decode(golden(profile, 2))).isEqualTo(profile);
  }

  @Test
  void aProfileOfVersion3SaysSinceWhenAndByWhomToo() throws Exception {
    NodeProfile profile = Examples.nodeProfile();
    profile.setInForceFrom(Instant.parse("2026-11-26T08:00:00.000001Z"));
    profile.setAlarmsOff(true);
    profile.setCalibrationMethod("calibrator 94 dB, 1 kHz");
    profile.setCalibratedAt(Instant.parse("2026-11-26T07:59:00Z"));
    profile.setSetBy("ada");
    profile.setSetAt(Instant.parse("2026-11-26T07:59:30Z"));
    assertThat(SingleObject.of(NodeProfile.class).decode(golden(profile, 3))).isEqualTo(profile);
  }

  private static byte[] golden(SpecificRecord example, int version) throws IOException {
    String file = "golden/" + example.getClass().getSimpleName() + "." + version + ".hex";
    try (InputStream in = GoldenMessagesTest.class.getResourceAsStream(file)) {
      assertThat(in).as(file).isNotNull();
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
  }
}
