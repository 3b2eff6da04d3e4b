package dev.earshot.trainer.features;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 sum: equal for equal bytes, and in practice for no others.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
record Sha256(String hex) {
  static final int BYTES = 32;

  /** The sum of parts one behind the other. */
  static Sha256 of(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return new Sha256(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The sum as {@value #BYTES} bytes. */
  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }
}
