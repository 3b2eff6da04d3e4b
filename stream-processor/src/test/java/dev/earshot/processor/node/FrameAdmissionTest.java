package dev.earshot.processor.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.FrameLimits;
import dev.earshot.contracts.SingleObject;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.processor.node.Admission.Rejected;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameAdmissionTest {
  private static final SingleObject<PcmFrame> CODEC = SingleObject.of(PcmFrame.class);
  private static final long NOW_MS = TestNode.START.toEpochMilli();

  private final FrameAdmission admission = new FrameAdmission(16_000);
  private final PcmFrame frame =
      new TestNode("node-1", (key, value, at) -> {}).frame(0, 3_200, false);

  private Admission<Frame> admit() {
    byte[] key = frame.getNodeId().getBytes(StandardCharsets.UTF_8);
    return admission.admit(key, CODEC.encode(frame), NOW_MS);
  }

  private Reason reason() {
    assertThat(admit()).isInstanceOf(Rejected.class);
    return ((Rejected<Frame>) admit()).reason();
  }

  private Frame admitted() {
    assertThat(admit()).isInstanceOf(Admitted.class);
    return ((Admitted<Frame>) admit()).value();
  }

  private void samples(int count) {
    frame.setSamples(ByteBuffer.allocate(count * 2));
  }

  private void floats(float... samples) {
    ByteBuffer pcm = ByteBuffer.allocate(320 * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : samples) {
      pcm.putFloat(sample);
    }
    frame.setEncoding(PcmEncoding.PCM_F32LE);
    frame.setSamples(pcm.rewind());
  }

  @Test
  void whatIsRightIsAdmitted() {
    Frame right = admitted();
    assertThat(right.nodeId()).isEqualTo("node-1");
    assertThat(right.sampleCount()).isEqualTo(3_200);
    assertThat(right.endSample()).isEqualTo(3_200);
    assertThat(Micros.toInstant(right.capturedAtMicros())).isEqualTo(TestNode.START);
  }

  @Test
  void integersBecomeFractionsOfFullScale() {
    ByteBuffer pcm = ByteBuffer.allocate(320).order(ByteOrder.LITTLE_ENDIAN);
    pcm.putShort(Short.MIN_VALUE).putShort(Short.MAX_VALUE).putShort((short) 16_384);
    frame.setSamples(pcm.rewind());
    float[] samples = new float[160];
    admitted().copyTo(samples);
    assertThat(samples).startsWith(-1f, 32_767 / 32_768f, 0.5f, 0f);
  }

  @Test
  void floatsStayWhatTheyAre() {
    floats(0.25f, -1f, 63.9f);
    float[] samples = new float[320];
    admitted().copyTo(samples);
    assertThat(samples).startsWith(0.25f, -1f, 63.9f, 0f);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aSampleThatIsNoNumberIsRejected(float sample) {
    floats(0f, sample);
    assertThat(reason()).isEqualTo(Reason.NOT_FINITE);
  }

  @Test
  void aSampleFarBeyondFullScaleIsRejected() {
    floats(1e30f);
    assertThat(reason()).isEqualTo(Reason.BEYOND_FULL_SCALE);
  }

  @ParameterizedTest
  @ValueSource(ints = {160, 32_000})
  void theShortestAndTheLongestAreAdmitted(int count) {
    samples(count);
    assertThat(admitted().sampleCount()).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 159, 32_001, 200_000})
  void anotherLengthIsRejected(int count) {
    samples(count);
    assertThat(reason()).isEqualTo(Reason.WRONG_LENGTH);
  }

  @Test
  void halfASampleIsRejected() {
    frame.setSamples(ByteBuffer.allocate(3_201));
    assertThat(reason()).isEqualTo(Reason.WRONG_LENGTH);
  }

  @Test
  void anotherRateIsRejected() {
    frame.setSampleRateHz(8_000);
    assertThat(reason()).isEqualTo(Reason.WRONG_SAMPLE_RATE);
  }

  @Test
  void anUnknownEncodingIsRejected() {
    frame.setEncoding(PcmEncoding.UNKNOWN);
    assertThat(reason()).isEqualTo(Reason.UNKNOWN_ENCODING);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, FrameAdmission.LAST_SAMPLE})
  void aPositionOutOfBoundsIsRejected(long first) {
    frame.setFirstSample(first);
    assertThat(reason()).isEqualTo(Reason.WRONG_POSITION);
  }

  @Test
  void theLastSampleThereIsMayBeTheLastOfAFrame() {
    frame.setFirstSample(FrameAdmission.END_SAMPLE - 3_200);
    assertThat(admitted().endSample()).isEqualTo(FrameAdmission.END_SAMPLE);
    frame.setFirstSample(FrameAdmission.END_SAMPLE + 1 - 3_200);
    assertThat(reason()).isEqualTo(Reason.WRONG_POSITION);
  }

  @Test
  void aTimeBeforeTheEpochIsRejected() {
    frame.setCapturedAt(Instant.EPOCH.minusMillis(1));
    assertThat(reason()).isEqualTo(Reason.WRONG_TIME);
  }

  @Test
  void aTimeBeyondAllClocksIsRejectedWhateverTheTimestamp() {
    frame.setCapturedAt(Instant.parse("2200-01-01T00:00:00Z"));
    byte[] key = frame.getNodeId().getBytes(StandardCharsets.UTF_8);
    var rejected = admission.admit(key, CODEC.encode(frame), Long.MAX_VALUE);
    assertThat(rejected).isInstanceOf(Rejected.class);
    assertThat(((Rejected<Frame>) rejected).reason()).isEqualTo(Reason.WRONG_TIME);
  }

  @Test
  void noTimeOfASampleOverflows() {
    long lasting = Micros.lasting(FrameAdmission.LAST_SAMPLE, TestNode.RATE_HZ);
    assertThat(Math.addExact(Micros.of(FrameAdmission.LAST_TIME), lasting)).isPositive();
  }

  @Test
  void aClockUpToADayAheadIsAdmitted() {
    frame.setCapturedAt(TestNode.START.plus(Duration.ofDays(1)));
    assertThat(admit()).isInstanceOf(Admitted.class);
    frame.setCapturedAt(TestNode.START.plus(Duration.ofDays(1)).plusMillis(1));
    assertThat(reason()).isEqualTo(Reason.WRONG_TIME);
  }

  @Test
  void aNodeWithoutNameOrWithTooLongAOneIsRejected() {
    frame.setNodeId("");
    assertThat(reason()).isEqualTo(Reason.WRONG_KEY);
    frame.setNodeId("x".repeat(129));
    assertThat(reason()).isEqualTo(Reason.WRONG_KEY);
    frame.setNodeId("Straße-" + "x".repeat(121));
    assertThat(admitted().nodeId()).hasSize(128);
  }

  @Test
  void aNodeWhoseNameCommandsATerminalIsRejected() {
    frame.setNodeId("node\u001b[2J");
    assertThat(reason()).isEqualTo(Reason.WRONG_KEY);
  }

  @Test
  void aMessageLargerThanAnyFrameIsRejectedUndecoded() {
    byte[] key = frame.getNodeId().getBytes(StandardCharsets.UTF_8);
    int most = 32_000 * Float.BYTES + FrameLimits.ENVELOPE_BYTES_MAX;
    byte[] padded = Arrays.copyOf(CODEC.encode(frame), most + 1);

    assertThat(admission.admit(key, Arrays.copyOf(padded, most), NOW_MS))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.TRAILING_BYTES));
    assertThat(admission.admit(key, padded, NOW_MS))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(Reason.WRONG_LENGTH);
              assertThat(rejected.detail())
                  .isEqualTo("the message has 129025 bytes, at most 129024 are right");
            });
  }

  /** The longest name, each character of it three bytes, beside the most samples. */
  @Test
  void theLargestFrameThereIsIsAdmitted() {
    frame.setNodeId("\u20ac".repeat(128));
    frame.setEncoding(PcmEncoding.PCM_F32LE);
    frame.setSession(Long.MIN_VALUE);
    frame.setSamples(ByteBuffer.allocate(32_000 * Float.BYTES));
    assertThat(admitted().sampleCount()).isEqualTo(32_000);
  }

  @Test
  void aKeyThatIsNotTheNodeIsRejected() {
    var rejected =
        admission.admit("node-2".getBytes(StandardCharsets.UTF_8), CODEC.encode(frame), NOW_MS);
    assertThat(rejected).isInstanceOf(Rejected.class);
    assertThat(((Rejected<Frame>) rejected).reason()).isEqualTo(Reason.WRONG_KEY);
    assertThat(admission.admit(null, CODEC.encode(frame), NOW_MS)).isInstanceOf(Rejected.class);
  }

  @Test
  void whateverTheBytesTheAnswerIsAnAdmission() {
    SplittableRandom random = new SplittableRandom(4);
    byte[] right = CODEC.encode(frame);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = right.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(60)] = (byte) random.nextInt(256);
      }
      assertThat(admission.admit("node-1".getBytes(StandardCharsets.UTF_8), damaged, NOW_MS))
          .isNotNull();
    }
  }
}
