package dev.earshot.processor.node;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.FrameLimits;
import dev.earshot.contracts.FrameSignatures;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.v1.NodeProfile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The border for what operators say of nodes: bytes of a record in, a {@link NodeProfile} whose
 * values make sense with the model out, or the reason why they do not. Thread-safe.
 */
public final class ProfileAdmission {
  /** Characters in the name of a place at most. */
  public static final int PLACE_LENGTH_MAX = 500;

  /** A calibration offset is this far from 0 at most, dB. */
  public static final float CALIBRATION_MAX_DB = 300;

  private static final SingleObject<NodeProfile> CODEC = SingleObject.of(NodeProfile.class);
  private final DecisionConfig ofModel;

  /** For a model with these parameters. */
  public ProfileAdmission(DecisionConfig ofModel) {
    this.ofModel = ofModel;
  }

  /**
   * Looks at one record that is not a tombstone.
   *
   * @param key the record's key, null where it has none
   */
  public Admission<NodeProfile> admit(byte[] key, byte[] value) {
    try {
      return admit(key, CODEC.decode(value));
    } catch (UndecodableException e) {
      return Admission.rejected(Reason.of(e.problem()), e.getMessage());
    }
  }

  private Admission<NodeProfile> admit(byte[] key, NodeProfile profile) {
    String nodeId = profile.getNodeId();
    if (nodeId.isEmpty()
        || nodeId.length() > FrameLimits.NODE_ID_CHARACTERS_MAX
        || !Arrays.equals(key, nodeId.getBytes(StandardCharsets.UTF_8))) {
      return Admission.rejected(
          Reason.WRONG_KEY,
          "node_id needs 1 to " + FrameLimits.NODE_ID_CHARACTERS_MAX + " characters, as the key");
    }
    try {
      within("calibration_offset_db", profile.getCalibrationOffsetDb(), CALIBRATION_MAX_DB);
      within("latitude_deg", profile.getLatitudeDeg(), 90);
      within("longitude_deg", profile.getLongitudeDeg(), 180);
      if (profile.getPlace() != null && profile.getPlace().length() > PLACE_LENGTH_MAX) {
        throw new IllegalArgumentException(
            "place has more than " + PLACE_LENGTH_MAX + " characters");
      }
      NodeThresholds.over(ofModel, profile);
      checkKey(profile);
    } catch (IllegalArgumentException e) {
      return Admission.rejected(Reason.WRONG_PROFILE, e.getMessage());
    }
    return new Admitted<>(profile);
  }

  private static void checkKey(NodeProfile profile) {
    ByteBuffer key = profile.getSigningKey();
    if (key == null) {
      return;
    }
    byte[] raw = new byte[key.remaining()];
    key.duplicate().get(raw);
    if (!new FrameSignatures().isKey(raw)) {
      throw new IllegalArgumentException(
          "signing_key is no public key of Ed25519, %d bytes as RFC 8032 writes one"
              .formatted(FrameSignatures.KEY_BYTES));
    }
  }

  private static void within(String name, Number value, double bound) {
    if (value != null && !(Math.abs(value.doubleValue()) <= bound)) {
      throw new IllegalArgumentException(
          name + " is " + value + ", needs to be -" + bound + " to " + bound);
    }
  }
}
