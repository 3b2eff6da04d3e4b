package dev.earshot.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.earshot.contracts.UndecodableException.Problem;
import dev.earshot.testing.Property;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.PcmFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class SingleObjectTest {
  private static final SingleObject<PcmFrame> FRAMES = SingleObject.of(PcmFrame.class);
  private static final int HEADER_BYTES = 10;

  @Test
  void whatIsWrittenIsRead() throws Exception {
    for (SpecificRecord example : Examples.all()) {
      SingleObject<SpecificRecord> codec = codecOf(example);
      assertThat(codec.decode(codec.encode(example))).isEqualTo(example);
    }
  }

  @Test
  void aMessageStartsWithTheMarkerAndTheFingerprintInLittleEndianOrder() {
    ByteBuffer message =
        ByteBuffer.wrap(FRAMES.encode(Examples.pcmFrame())).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(message.get()).isEqualTo((byte) 0xC3);
    assertThat(message.get()).isEqualTo((byte) 0x01);
    assertThat(message.getLong()).isEqualTo(SingleObject.fingerprint(PcmFrame.getClassSchema()));
  }

  @Test
  void avroItselfReadsWhatIsWritten() throws Exception {
    byte[] message = FRAMES.encode(Examples.pcmFrame());
    assertThat(PcmFrame.fromByteBuffer(ByteBuffer.wrap(message))).isEqualTo(Examples.pcmFrame());
  }

  @Test
  void aRecordWithoutAFieldThatMustBeThereIsNotWritten() {
    PcmFrame frame = Examples.pcmFrame();
    frame.setNodeId(null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FRAMES.encode(frame))
        .withMessageStartingWith("not a complete PcmFrame");
  }

  @Test
  void bytesWithoutTheMarkerAreNoSingleObject() {
    assertThat(problemOf("{\"node_id\":1}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Problem.NOT_SINGLE_OBJECT);
    assertThat(problemOf(new byte[] {(byte) 0xC3, 0x02})).isEqualTo(Problem.NOT_SINGLE_OBJECT);
  }

  @Test
  void aRecordOfAnotherContractIsAnUnknownSchema() {
    byte[] profile = SingleObject.of(NodeProfile.class).encode(Examples.nodeProfile());
    assertThat(problemOf(profile)).isEqualTo(Problem.UNKNOWN_SCHEMA);
  }

  @Test
  void aMessageCutShortAnywhereIsTruncated() {
    for (SpecificRecord example : Examples.all()) {
      SingleObject<SpecificRecord> codec = codecOf(example);
      byte[] whole = codec.encode(example);
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThat(problemOf(codec, cut))
            .as(
                "%s of %d bytes cut to %d",
                example.getClass().getSimpleName(), whole.length, length)
            .isEqualTo(Problem.TRUNCATED);
      }
    }
  }

  @Test
  void bytesAfterTheRecordAreRefused() {
    byte[] whole = FRAMES.encode(Examples.pcmFrame());
    assertThat(problemOf(Arrays.copyOf(whole, whole.length + 1))).isEqualTo(Problem.TRAILING_BYTES);
  }

  @Test
  void anEnumSymbolThatTheWritersSchemaDoesNotHaveIsDamage() throws IOException {
    assertThat(problemOf(frame("node-07", 99, new byte[0]))).isEqualTo(Problem.DAMAGED);
    assertThat(problemOf(frame("node-07", -1, new byte[0]))).isEqualTo(Problem.DAMAGED);
  }

  @Test
  void aUnionBranchThatIsNoneIsDamage() {
    SingleObject<NodeProfile> profiles = SingleObject.of(NodeProfile.class);
    byte[] message = profiles.encode(NodeProfile.newBuilder().setNodeId("n").build());
    message[HEADER_BYTES + 2] = 4; // the branch of `place`, after the string "n"
    assertThat(problemOf(profiles, message)).isEqualTo(Problem.DAMAGED);
  }

  @Test
  void aStringThatIsNotUtf8IsDamageAndAReplacementCharacterIsNot() throws Exception {
    byte[] message = FRAMES.encode(Examples.pcmFrame());
    message[HEADER_BYTES + 1] = (byte) 0xFF; // the first letter of the node's id
    assertThat(problemOf(message)).isEqualTo(Problem.DAMAGED);

    PcmFrame odd = Examples.pcmFrame();
    odd.setNodeId("\uFFFD");
    assertThat(FRAMES.decode(FRAMES.encode(odd))).isEqualTo(odd);
  }

  @Test
  void anAbsurdLengthIsRefusedBeforeAnythingIsAllocatedForIt() throws IOException {
    long[] lengths = {31, 1_000_000, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, Long.MAX_VALUE};
    for (long length : lengths) {
      byte[] stringOfThatLength = messageWith(out -> out.writeLong(length));
      byte[] samplesOfThatLength =
          messageWith(
              out -> {
                writeFieldsBeforeSamples(out, "n", 1);
                out.writeLong(length);
              });
      assertThat(problemOf(stringOfThatLength)).isEqualTo(Problem.TRUNCATED);
      assertThat(problemOf(samplesOfThatLength)).isEqualTo(Problem.TRUNCATED);
      assertThat(allocatedBy(() -> problemOf(stringOfThatLength))).isLessThan(100_000);
      assertThat(allocatedBy(() -> problemOf(samplesOfThatLength))).isLessThan(100_000);
    }
    assertThat(problemOf(messageWith(out -> out.writeLong(-1)))).isEqualTo(Problem.DAMAGED);
  }

  @Test
  void whateverTheBytesAreTheAnswerIsARecordOrAProblem() {
    for (SpecificRecord example : Examples.all()) {
      SingleObject<SpecificRecord> codec = codecOf(example);
      byte[] whole = codec.encode(example);
      Property.holds(
          2_000,
          random -> {
            byte[] message = random.nextInt(8) == 0 ? noise(whole, random) : mutated(whole, random);
            assertThat(allocatedBy(() -> decodeOrSayWhy(codec, message)))
                .as("bytes allocated for %s", HexFormat.of().formatHex(message))
                .isLessThan(1_000_000);
          });
    }
  }

  /** Right in the header, random after it. */
  private static byte[] noise(byte[] whole, SplittableRandom random) {
    byte[] message = Arrays.copyOf(whole, HEADER_BYTES + random.nextInt(200));
    byte[] body = new byte[message.length - HEADER_BYTES];
    random.nextBytes(body);
    System.arraycopy(body, 0, message, HEADER_BYTES, body.length);
    return message;
  }

  private static byte[] mutated(byte[] whole, SplittableRandom random) {
    byte[] message = Arrays.copyOf(whole, whole.length);
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      int at = random.nextInt(message.length);
      switch (random.nextInt(4)) {
        case 0 -> message[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> message[at] = (byte) random.nextInt(256);
        case 2 -> message[at] = (byte) 0xFF;
        default -> message = Arrays.copyOf(message, random.nextInt(1, message.length + 4));
      }
    }
    return message;
  }

  private static void decodeOrSayWhy(SingleObject<SpecificRecord> codec, byte[] message) {
    try {
      codec.decode(message);
    } catch (UndecodableException e) {
      assertThat(e.problem()).isNotNull();
    }
  }

  @Test
  void nothingIsKeptOfTheMessage() throws Exception {
    byte[] message = FRAMES.encode(Examples.pcmFrame());
    PcmFrame frame = FRAMES.decode(message);
    Arrays.fill(message, (byte) 0x55);
    assertThat(frame).isEqualTo(Examples.pcmFrame());
  }

  @Test
  void aFailureLeavesTheCodecAsItWas() {
    byte[] whole = FRAMES.encode(Examples.pcmFrame());
    for (int length = 0; length < whole.length; length++) {
      problemOf(Arrays.copyOf(whole, length));
      assertThatCode(() -> FRAMES.decode(whole)).doesNotThrowAnyException();
    }
  }

  private static long allocatedBy(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Problem problemOf(byte[] message) {
    return problemOf(FRAMES, message);
  }

  private static Problem problemOf(SingleObject<?> codec, byte[] message) {
    return catchThrowableOfType(UndecodableException.class, () -> codec.decode(message)).problem();
  }

  private static byte[] frame(String nodeId, int encoding, byte[] samples) throws IOException {
    return messageWith(
        out -> {
          writeFieldsBeforeSamples(out, nodeId, encoding);
          out.writeBytes(samples);
        });
  }

  private static void writeFieldsBeforeSamples(BinaryEncoder out, String nodeId, int encoding)
      throws IOException {
    out.writeString(nodeId);
    out.writeLong(1); // session
    out.writeLong(0); // first_sample
    out.writeLong(0); // captured_at
    out.writeInt(16_000);
    out.writeInt(encoding);
  }

  private interface Body {
    void writeTo(BinaryEncoder out) throws IOException;
  }

  private static byte[] messageWith(Body body) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(FRAMES.encode(Examples.pcmFrame()), 0, HEADER_BYTES);
    BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(message, null);
    body.writeTo(out);
    return message.toByteArray();
  }

  @SuppressWarnings("unchecked") // a record's own class
  static SingleObject<SpecificRecord> codecOf(SpecificRecord example) {
    return SingleObject.of((Class<SpecificRecord>) example.getClass());
  }
}
