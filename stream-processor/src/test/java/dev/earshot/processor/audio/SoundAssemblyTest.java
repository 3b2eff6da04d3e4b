package dev.earshot.processor.audio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.processor.TestNode;
import dev.earshot.processor.audio.AudioHeader.Gap;
import dev.earshot.processor.audio.SoundAssembly.Assembled;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.processor.node.Frame;
import dev.earshot.processor.node.FrameAdmission;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SoundAssemblyTest {
  private static final int RATE = TestNode.RATE_HZ;

  private final FrameAdmission admission = new FrameAdmission(RATE);
  private final List<Frame> frames = new ArrayList<>();
  private final TestNode node =
      new TestNode("node-1", (key, value, at) -> frames.add(frame(key, value, at)));

  private Frame frame(byte[] key, byte[] value, long timestampMs) {
    return ((Admitted<Frame>) admission.admit(key, value, timestampMs)).value();
  }

  /** An anomaly from 4 s to 5 s, kept with 2 s around it. */
  private final AudioSpan span = AudioSpan.around(Recordings.closed(4 * RATE, 1), 2, RATE);

  private static Assembled assembled(AudioSpan span, Iterable<Frame> frames) {
    SoundAssembly assembly = new SoundAssembly(span);
    frames.forEach(assembly::add);
    return assembly.assembled().orElseThrow();
  }

  /** The node's samples as it sends them in one frame: what an assembly has to come to. */
  private byte[] sent(long first, int samples) {
    ByteBuffer all = ByteBuffer.allocate(samples * Short.BYTES);
    for (int done = 0; done < samples; done += RATE) {
      PcmFrame frame = node.frame(first + done, Math.min(RATE, samples - done), true);
      all.put(frame.getSamples().duplicate());
    }
    return all.array();
  }

  @Test
  void theSecondsAroundAnAnomalyAreTheSamplesThatWereSent() {
    node.loud(10);

    Assembled kept = assembled(span, frames);

    assertThat(kept.header().firstSample()).isEqualTo(2 * RATE);
    assertThat(kept.header().samples()).isEqualTo(5 * RATE);
    assertThat(kept.header().soundFrom()).isEqualTo("2026-03-01T12:00:02Z");
    assertThat(kept.header().alarmFrom()).isEqualTo("2026-03-01T12:00:04Z");
    assertThat(kept.header().alarmTo()).isEqualTo("2026-03-01T12:00:05Z");
    assertThat(kept.header().gaps()).isEmpty();
    assertThat(kept.header().cut()).isFalse();
    assertThat(kept.pcm()).isEqualTo(sent(2 * RATE, 5 * RATE));
  }

  @Test
  void framesMayComeTwiceAndInAnyOrder() {
    node.loud(10);
    List<Frame> mixed = new ArrayList<>(frames);
    mixed.addAll(frames);
    Collections.shuffle(mixed, new Random(7));

    assertThat(assembled(span, mixed).pcm()).isEqualTo(assembled(span, frames).pcm());
  }

  @Test
  void ofASampleThatComesAgainTheFirstOneCounts() {
    node.loud(10);
    List<Frame> twice = new ArrayList<>(frames);
    frames.clear();
    new TestNode("node-1", (key, value, at) -> twice.add(frame(key, value, at))).quiet(10);

    assertThat(assembled(span, twice).pcm()).isEqualTo(sent(2 * RATE, 5 * RATE));
  }

  @Test
  void whatWasLostIsSilenceAndMarked() {
    node.loud(3).lose(0.5).loud(6);

    Assembled kept = assembled(span, frames);

    assertThat(kept.header().gaps()).containsExactly(new Gap(RATE, RATE / 2));
    byte[] expected = sent(2 * RATE, 5 * RATE);
    for (int i = RATE * Short.BYTES; i < 3 * RATE / 2 * Short.BYTES; i++) {
      expected[i] = 0;
    }
    assertThat(kept.pcm()).isEqualTo(expected);
  }

  @Test
  void ofANodeThatFellSilentTheRecordingEndsWithItsLastSample() {
    node.loud(5.2);
    SoundAssembly assembly = new SoundAssembly(span);
    frames.forEach(assembly::add);

    assertThat(assembly.reachedEnd()).isFalse();
    assertThat(assembly.assembled().orElseThrow().header().samples()).isEqualTo(32 * RATE / 10);
    assertThat(assembly.assembled().orElseThrow().header().gaps()).isEmpty();
  }

  @Test
  void soundOfOtherNodesAndSessionsIsNotTakenIn() {
    new TestNode("node-2", (key, value, at) -> frames.add(frame(key, value, at))).loud(10);
    node.restart(2).loud(10);
    SoundAssembly assembly = new SoundAssembly(span);
    frames.forEach(assembly::add);

    assertThat(assembly.assembled()).isEmpty();
    assertThat(assembly.reachedEnd()).isFalse();
  }

  @Test
  void floatsStayFloatsAndIntegersAmongThemAreExact() {
    node.loud(3).in(PcmEncoding.PCM_F32LE).loud(7);

    Assembled kept = assembled(span, frames);

    assertThat(kept.header().encoding()).isEqualTo("PCM_F32LE");
    ByteBuffer floats = ByteBuffer.wrap(kept.pcm()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer integers = frames.get(10).pcm().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(frames.get(10).firstSample()).isEqualTo(2 * RATE);
    for (int i = 0; i < 3_200; i++) {
      short sent = integers.getShort(integers.position() + i * Short.BYTES);
      assertThat(floats.getFloat(i * Float.BYTES)).isEqualTo(sent / 32_768f);
    }
  }

  @Test
  void anAnomalyLongerThanIsKeptIsCutAndSaysSo() {
    AudioSpan longest = AudioSpan.around(Recordings.closed(4 * RATE, 60), 2, RATE);
    node.loud(70);

    Assembled kept = assembled(longest, frames);

    assertThat(kept.pcm()).hasSize(AudioSpan.PCM_BYTES_MAX);
    assertThat(kept.header().cut()).isTrue();
    assertThat(kept.header().firstSample()).isEqualTo(2 * RATE);
  }

  @Test
  void nothingIsKeptOfBeforeTheSessionBegan() {
    AudioSpan early = AudioSpan.around(Recordings.closed(RATE, 1), 2, RATE);
    node.loud(10);

    assertThat(assembled(early, frames).header().firstSample()).isZero();
    assertThat(assembled(early, frames).header().samples()).isEqualTo(4 * RATE);
  }
}
