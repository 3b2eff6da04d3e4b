package dev.earshot.processor.simulation;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.partition.Arrival;
import dev.earshot.v1.NodeProfile;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether a node has signed a frame: Ed25519 as the platform has it, RFC 8032. */
final class PlainSignature {
  private PlainSignature() {}

  /** What is wrong with a record's signature; empty where nothing is. */
  static Set<Reason> wrongs(Arrival record, PlainProfile profile) {
    Optional<byte[]> key = profile.said().map(NodeProfile::getSigningKey).map(PlainSignature::raw);
    if (key.isEmpty() || record.signature().isEmpty()) {
      return EnumSet.of(Reason.UNSIGNED);
    }
    return isSigned(record.value(), record.signature().get(), key.get())
        ? EnumSet.noneOf(Reason.class)
        : EnumSet.of(Reason.FORGED);
  }

  private static byte[] raw(java.nio.ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static boolean isSigned(byte[] value, byte[] signature, byte[] key) {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(publicKey(key));
      check.update(value);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The number in little-endian order, the sign of the other coordinate in its highest bit. */
  private static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
    byte[] bigEndian = new byte[raw.length];
    for (int i = 0; i < raw.length; i++) {
      bigEndian[i] = raw[raw.length - 1 - i];
    }
    boolean isOdd = bigEndian[0] < 0;
    bigEndian[0] &= 0x7F;
    EdECPoint point = new EdECPoint(isOdd, new java.math.BigInteger(1, bigEndian));
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
  }
}
