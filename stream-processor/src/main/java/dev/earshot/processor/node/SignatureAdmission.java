package dev.earshot.processor.node;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.FrameSignatures;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.v1.NodeProfile;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The border where nothing is taken that its node has not signed: a frame that is right in itself
 * in, the same frame known to be its node's out, or the reason why it is not. Depends on its
 * arguments alone. Not thread-safe.
 */
public final class SignatureAdmission {
  private final FrameSignatures signatures = new FrameSignatures();

  /**
   * Looks at one frame.
   *
   * @param value the record's value that the frame was read from
   * @param signature of the record's header, empty where it has none
   * @param profile of the frame's node
   */
  public Admission<Frame> admit(
      Frame frame, byte[] value, Optional<byte[]> signature, Optional<NodeProfile> profile) {
    Optional<byte[]> key = profile.map(NodeProfile::getSigningKey).map(SignatureAdmission::bytesOf);
    if (key.isEmpty()) {
      return Admission.rejected(Reason.UNSIGNED, "the node's profile has no signing_key");
    }
    if (signature.isEmpty()) {
      return Admission.rejected(
          Reason.UNSIGNED, "the record has no header " + FrameSignatures.HEADER);
    }
    if (!signatures.isSigned(value, signature.get(), key.get())) {
      return Admission.rejected(
          Reason.FORGED, FrameSignatures.HEADER + " is not the node's over this value");
    }
    return new Admitted<>(frame.asSigned());
  }

  private static byte[] bytesOf(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
