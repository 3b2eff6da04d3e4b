package dev.earshot.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.DeadLetters;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.FrameSignatures;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.TestNode;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.v1.NodeProfile;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code --require-signatures} takes and what it does not. */
class SignaturesTest {
  private static final KeyPair KEY = FrameSignatures.newKey();
  private static final KeyPair OTHERS_KEY = FrameSignatures.newKey();

  private final FrameSignatures signatures = new FrameSignatures();
  private final TestTopology topology =
      new TestTopology(PartitionSettings.of(new TestModel().model()).withSignaturesRequired());

  /** All that was sent signed, for whoever records it. */
  private final List<Sent> recorded = new ArrayList<>();

  private record Sent(byte[] key, byte[] value, long timestampMs, byte[] signature) {}

  @AfterEach
  void close() {
    topology.close();
  }

  private void register(String node, KeyPair key) {
    topology.profile(
        NodeProfile.newBuilder()
            .setNodeId(node)
            .setSigningKey(ByteBuffer.wrap(FrameSignatures.raw(key.getPublic())))
            .build());
  }

  private TestNode signing(String id, KeyPair by) {
    return new TestNode(
        id,
        (key, value, timestampMs) -> {
          Sent sent = new Sent(key, value, timestampMs, signatures.sign(by.getPrivate(), value));
          recorded.add(sent);
          send(sent);
        });
  }

  private void send(Sent sent) {
    topology.sendSigned(sent.key, sent.value, sent.timestampMs, sent.signature);
  }

  private long samplesHeard() {
    return topology.statuses().isEmpty() ? 0 : topology.lastStatus().getSamplesHeard();
  }

  @Test
  void aSignedStreamIsHeardAsAnyOther() {
    register("a", KEY);
    signing("a", KEY).quiet(2).loud(2).quiet(2);
    assertThat(topology.deadLetters()).isEmpty();
    assertThat(topology.anomalies()).isNotEmpty();
    List<?> signed = topology.scores();
    try (TestTopology plain = new TestTopology()) {
      plain.node("a").quiet(2).loud(2).quiet(2);
      assertThat(signed).isEqualTo(plain.scores());
    }
  }

  @Test
  void whatIsNotSignedIsNotHeard() {
    register("a", KEY);
    topology.node("a").quiet(1);
    assertThat(topology.scores()).isEmpty();
    assertThat(topology.deadLetterReasons()).hasSize(5).containsOnly(Reason.UNSIGNED);
  }

  @Test
  void aNodeWithoutAKeyIsNotHeardAndTheLetterSaysWhy() {
    signing("a", KEY).quiet(0.2);
    topology.profile(NodeProfile.newBuilder().setNodeId("b").setPlace("bridge").build());
    signing("b", KEY).quiet(0.2);
    assertThat(topology.deadLetters())
        .hasSize(2)
        .allSatisfy(
            letter -> {
              assertThat(TestTopology.header(letter, DeadLetters.REASON)).isEqualTo("UNSIGNED");
              assertThat(TestTopology.header(letter, DeadLetters.DETAIL)).contains("signing_key");
            });
  }

  @Test
  void oneNodeCannotSpeakForAnother() {
    register("a", KEY);
    register("b", OTHERS_KEY);
    signing("a", KEY).quiet(1);
    long heard = topology.scores().size();
    signing("a", OTHERS_KEY).restart(99).loud(3);
    assertThat(topology.deadLetterReasons()).hasSize(15).containsOnly(Reason.FORGED);
    assertThat(topology.scores()).hasSize((int) heard);
    assertThat(topology.statusKinds()).doesNotContain(dev.earshot.v1.NodeStatusKind.RESTARTED);
  }

  @Test
  void aKeyThatAnotherHasFollowedIsNoneAnyMoreWhateverTimeAFrameSays() {
    TestNode node = signing("a", KEY);
    register("a", KEY);
    topology.profile(
        NodeProfile.newBuilder()
            .setNodeId("a")
            .setSigningKey(ByteBuffer.wrap(FrameSignatures.raw(OTHERS_KEY.getPublic())))
            .setInForceFrom(node.timeOf(TestNode.samples(1)))
            .build());
    node.quiet(1);
    assertThat(topology.deadLetters()).isEmpty();
    TestNode rekeyed = signing("a", OTHERS_KEY).lose(1);
    rekeyed.quiet(1);
    assertThat(topology.deadLetters()).isEmpty();
    signing("a", KEY).lose(2).pause(-1.5).quiet(0.2);
    assertThat(topology.deadLetterReasons()).containsExactly(Reason.FORGED);
  }

  @Test
  void aSignatureIsOfOneFrameOnly() {
    register("a", KEY);
    signing("a", KEY).quiet(0.4);
    Sent first = recorded.get(0);
    Sent second = recorded.get(1);
    send(new Sent(first.key, second.value, second.timestampMs, first.signature));
    byte[] louder = second.value.clone();
    louder[louder.length - 1] ^= 0x40;
    send(new Sent(first.key, louder, second.timestampMs, second.signature));
    send(new Sent(first.key, second.value, second.timestampMs, new byte[3]));
    assertThat(topology.deadLetterReasons())
        .containsExactly(Reason.FORGED, Reason.FORGED, Reason.FORGED);
  }

  @Test
  void whatWasHeardIsNotHeardAgain() {
    register("a", KEY);
    signing("a", KEY).quiet(1);
    int scores = topology.scores().size();
    List.copyOf(recorded).forEach(this::send);
    assertThat(topology.scores()).hasSize(scores);
    assertThat(topology.deadLetterReasons()).hasSize(5).containsOnly(Reason.REPLAYED);
  }

  @Test
  void aRecordingOfAnOldSessionIsNoNewOneHoweverManySessionsAgoItWas() {
    register("a", KEY);
    TestNode node = signing("a", KEY).loud(3);
    List<Sent> old = List.copyOf(recorded);
    for (int session = 2; session <= 8; session++) {
      node.restart(session).quiet(1);
    }
    int scores = topology.scores().size();
    int restarts = (int) topology.lastStatus().getRestarts();
    old.forEach(this::send);
    old.forEach(this::send);
    assertThat(topology.deadLetterReasons()).hasSize(30).containsOnly(Reason.REPLAYED);
    node.quiet(1);
    assertThat(topology.lastStatus().getRestarts()).isEqualTo(restarts);
    assertThat(topology.scores().size()).isGreaterThan(scores);
    assertThat(samplesHeard()).isPositive();
  }

  @Test
  void aRecordingDoesNotKeepANodeFromComingBack() {
    register("a", KEY);
    TestNode node = signing("a", KEY).quiet(1);
    List<Sent> old = List.copyOf(recorded);
    node.restart(2).lose(5);
    int before = topology.scores().size();
    for (int i = 0; i < 5; i++) { // amid a new session: each frame needs the one before it
      node.quiet(0.2);
      send(old.get(i));
    }
    node.quiet(1);
    assertThat(topology.scores().size()).isGreaterThan(before);
  }

  @Test
  void aFrameThatComesLateIsLateAndNoReplay() {
    register("a", KEY);
    TestNode node = signing("a", KEY).quiet(1);
    node.lose(0.2).quiet(1);
    long first = TestNode.samples(1);
    node.send(node.frame(first, TestNode.FRAME_SAMPLES, false));
    assertThat(topology.deadLetterReasons()).containsExactly(Reason.LATE);
  }

  @Test
  void aKeyThatIsNoneIsNoProfile() {
    for (byte[] wrong : new byte[][] {new byte[31], new byte[32], "secret".getBytes()}) {
      topology.profile(
          NodeProfile.newBuilder().setNodeId("a").setSigningKey(ByteBuffer.wrap(wrong)).build());
    }
    assertThat(topology.deadLetters())
        .hasSize(3)
        .allSatisfy(
            letter -> {
              assertThat(TestTopology.header(letter, DeadLetters.REASON))
                  .isEqualTo("WRONG_PROFILE");
              assertThat(TestTopology.header(letter, DeadLetters.TOPIC))
                  .isEqualTo(Topics.NODE_PROFILES);
            });
  }

  @Test
  void withoutTheDemandSignaturesAreLeftAlone() {
    try (TestTopology plain = new TestTopology()) {
      new TestNode("a", (key, value, at) -> plain.sendSigned(key, value, at, new byte[] {1}))
          .quiet(1);
      assertThat(plain.deadLetters()).isEmpty();
      assertThat(plain.scores()).isNotEmpty();
    }
  }
}
