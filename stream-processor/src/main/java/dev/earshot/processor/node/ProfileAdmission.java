package dev.earshot.processor.node;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.FrameSignatures;
import dev.earshot.contracts.NodeId;
import dev.earshot.contracts.ShownText;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.v1.NodeProfile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * The border for what operators say of nodes: bytes of a record in, a {@link NodeProfile} whose
 * values make sense with the model out, or the reason why they do not. Thread-safe.
 */
public final class ProfileAdmission {
  /** A larger message is not even decoded. */
  public static final int MESSAGE_BYTES_MAX = 4_096;

  /** Characters at most in the name of a place, in a way of calibration, in who set it. */
  public static final int TEXT_LENGTH_MAX = 500;

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
    if (value.length > MESSAGE_BYTES_MAX) {
      return Admission.rejected(
          Reason.WRONG_PROFILE,
          "the message has "
              + value.length
              + " bytes, at most "
              + MESSAGE_BYTES_MAX
              + " are right");
    }
    try {
      return admit(key, CODEC.decode(value));
    } catch (UndecodableException e) {
      return Admission.rejected(Reason.of(e.problem()), e.getMessage());
    }
  }

  private Admission<NodeProfile> admit(byte[] key, NodeProfile profile) {
    String nodeId = profile.getNodeId();
    Optional<String> fault = NodeId.fault(nodeId, key);
    if (fault.isPresent()) {
      return Admission.rejected(Reason.WRONG_KEY, fault.get());
    }
    try {
      within("calibration_offset_db", profile.getCalibrationOffsetDb(), CALIBRATION_MAX_DB);
      within("latitude_deg", profile.getLatitudeDeg(), 90);
      within("longitude_deg", profile.getLongitudeDeg(), 180);
      checkText("place", profile.getPlace());
      checkText("calibration_method", profile.getCalibrationMethod());
      checkText("set_by", profile.getSetBy());
      checkTime(profile.getInForceFrom());
      NodeThresholds.over(ofModel, profile);
      checkKey(profile);
    } catch (IllegalArgumentException e) {
      return Admission.rejected(Reason.WRONG_PROFILE, e.getMessage());
    }
    return new Admitted<>(profile);
  }

  private static void checkText(String name, String text) {
    if (text != null && (text.length() > TEXT_LENGTH_MAX || !ShownText.isPlain(text))) {
      throw new IllegalArgumentException(
          name
              + " needs "
              + TEXT_LENGTH_MAX
              + " characters at most, none that command or turn text");
    }
  }

  private static void checkTime(Instant inForceFrom) {
    if (inForceFrom != null
        && (inForceFrom.isBefore(Instant.EPOCH) || inForceFrom.isAfter(FrameAdmission.LAST_TIME))) {
      throw new IllegalArgumentException(
          "in_force_from is " + inForceFrom + ", needs to be 1970 to 2199");
    }
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
