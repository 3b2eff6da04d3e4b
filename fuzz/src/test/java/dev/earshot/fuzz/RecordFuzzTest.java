package dev.earshot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.FrameSignatures;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.processor.node.Admission;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.processor.node.Admission.Rejected;
import dev.earshot.processor.node.Frame;
import dev.earshot.processor.node.FrameAdmission;
import dev.earshot.processor.node.NodeLife;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.node.ProfileAdmission;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Timeout;

/** Whatever a record holds, it is admitted and processed, or it is refused with its reason. */
@Timeout(60)
class RecordFuzzTest {
  /** A record's bytes are copied, its text becomes characters, and a part of it the detail. */
  private static final long BYTES_OF_ONE = 8;

  private final SingleObject<PcmFrame> frames = SingleObject.of(PcmFrame.class);
  private final SingleObject<NodeProfile> profiles = SingleObject.of(NodeProfile.class);
  private final FrameSignatures signatures = new FrameSignatures();
  private final NodeModel model = FuzzModel.node();
  private final FrameAdmission frameAdmission = new FrameAdmission(FuzzNode.RATE_HZ);
  private final ProfileAdmission profileAdmission =
      new ProfileAdmission(model.metadata().decision());
  private final NodeLife life = FuzzNode.life(model);
  private final byte[] state = FuzzNode.eventfulState(life);
  private final Frame next =
      FuzzNode.admitted(FuzzNode.frame(2, 27_200, 700, PcmEncoding.PCM_S16LE, true));

  @FuzzTest
  void anyFrame(byte[] record) {
    byte[] key = keyOf(record, frames, PcmFrame::getNodeId);
    Admission<Frame> admission =
        Allocation.within(
            BYTES_OF_ONE * record.length,
            () -> frameAdmission.admit(key, record, FuzzNode.TIMESTAMP_MS));
    if (admission instanceof Admitted<Frame> admitted) {
      hear(admitted.value(), Optional.empty());
      hear(admitted.value(), Optional.of(state));
      requireRefused(frameAdmission.admit(new byte[0], record, FuzzNode.TIMESTAMP_MS));
    } else {
      requireRefused(admission);
    }
  }

  @FuzzTest
  void anyProfile(byte[] record) {
    byte[] key = keyOf(record, profiles, NodeProfile::getNodeId);
    Admission<NodeProfile> admission =
        Allocation.within(BYTES_OF_ONE * record.length, () -> profileAdmission.admit(key, record));
    if (admission instanceof Admitted<NodeProfile> admitted) {
      life.wake(FuzzNode.ID, Optional.of(state), Optional.of(admitted.value()), Nowhere.OUTPUT);
      life.hear(next, 27_200);
      requireRefused(profileAdmission.admit(new byte[0], record));
    } else {
      requireRefused(admission);
    }
  }

  /** A public key, a signature, and the rest what it is said to sign. */
  @FuzzTest
  void anySignature(byte[] bytes) {
    byte[] key = Arrays.copyOf(bytes, FrameSignatures.KEY_BYTES);
    byte[] signature =
        Arrays.copyOfRange(bytes, Math.min(bytes.length, 32), Math.min(bytes.length, 96));
    byte[] value = Arrays.copyOfRange(bytes, Math.min(bytes.length, 96), bytes.length);
    assertThat(signatures.isSigned(value, signature, key) && signatures.isKey(key))
        .as("signed by a node's key")
        .isEqualTo(Arrays.equals(bytes, Seeds.signed()));
  }

  /** The key that is right for a record, so that what lies behind the key's check is reached. */
  private static <T extends SpecificRecord> byte[] keyOf(
      byte[] record, SingleObject<T> codec, Function<T, String> nodeId) {
    try {
      return nodeId.apply(codec.decode(record)).getBytes(StandardCharsets.UTF_8);
    } catch (UndecodableException e) {
      return FuzzNode.KEY;
    }
  }

  private void hear(Frame frame, Optional<byte[]> before) {
    life.wake(frame.nodeId(), before, Optional.empty(), Nowhere.OUTPUT);
    assertThat(life.hear(frame, 0)).isNotNegative();
    assertThat(life.save()).isNotEmpty();
  }

  private static <T> void requireRefused(Admission<T> admission) {
    Rejected<T> rejected = (Rejected<T>) admission;
    assertThat(rejected.reason()).isNotEqualTo(Reason.PROCESSING_FAILED);
    Lines.requireOneLine(rejected.detail());
  }
}
