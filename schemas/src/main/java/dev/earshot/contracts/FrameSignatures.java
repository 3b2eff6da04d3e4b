package dev.earshot.contracts;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * Signatures of frames: Ed25519 (RFC 8032) over the record's value as it is, in the header {@link
 * #HEADER}. The value names the node, so that a frame signed by one node is none of another's.
 *
 * <p>Pure: no clock, no files, and what a signature is worth depends on its arguments alone. Not
 * thread-safe.
 */
public final class FrameSignatures {
  /** Header of a record of {@link Topics#PCM_FRAMES}: {@value #SIGNATURE_BYTES} bytes. */
  public static final String HEADER = "earshot.signature";

  /** Length of a public key as a node's profile has it. */
  public static final int KEY_BYTES = 32;

  /** Length of a signature. */
  public static final int SIGNATURE_BYTES = 64;

  private static final String ALGORITHM = "Ed25519";

  /** What comes before the key itself in X.509's encoding of it, RFC 8410 section 4. */
  private static final byte[] X509_PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  /**
   * The points whose order is 8 or less, in all their spellings, but for the sign: with one of them
   * as key, as one of nothing but zeros, anybody can sign.
   */
  private static final Set<String> WEAK =
      Set.of(
          "00".repeat(KEY_BYTES),
          "01" + "00".repeat(KEY_BYTES - 1),
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
          "ec" + "ff".repeat(KEY_BYTES - 2) + "7f",
          "ed" + "ff".repeat(KEY_BYTES - 2) + "7f",
          "ee" + "ff".repeat(KEY_BYTES - 2) + "7f");

  private final Signature algorithm;
  private final KeyFactory keys;

  public FrameSignatures() {
    try {
      algorithm = Signature.getInstance(ALGORITHM);
      keys = KeyFactory.getInstance(ALGORITHM);
    } catch (GeneralSecurityException e) {
      throw noSuchAlgorithm(e);
    }
  }

  private static IllegalStateException noSuchAlgorithm(GeneralSecurityException e) {
    return new IllegalStateException("every JDK from 15 on has " + ALGORITHM, e);
  }

  /** A new key of a node, from the system's random numbers. */
  public static KeyPair newKey() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw noSuchAlgorithm(e);
    }
  }

  /**
   * A public key as a node's profile has it.
   *
   * @param key of Ed25519
   */
  public static byte[] raw(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
  }

  /** Whether these bytes are a public key by which one node is told from others. */
  public boolean isKey(byte[] raw) {
    try {
      algorithm.initVerify(publicKey(raw));
      byte[] unsigned = raw.clone();
      unsigned[KEY_BYTES - 1] &= 0x7f;
      return !WEAK.contains(HexFormat.of().formatHex(unsigned));
    } catch (InvalidKeyException e) {
      return false;
    }
  }

  /** Signs a record's value with a node's key. */
  public byte[] sign(PrivateKey key, byte[] value) {
    try {
      algorithm.initSign(key);
      algorithm.update(value);
      return algorithm.sign();
    } catch (InvalidKeyException | SignatureException e) {
      throw new IllegalArgumentException("cannot sign with this key", e);
    }
  }

  /**
   * Whether a signature is that of a node over a record's value; never throws for what is in them.
   *
   * @param key the node's, as its profile has it
   */
  public boolean isSigned(byte[] value, byte[] signature, byte[] key) {
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    try {
      algorithm.initVerify(publicKey(key));
      algorithm.update(value);
      return algorithm.verify(signature);
    } catch (InvalidKeyException | SignatureException e) {
      return false; // no point of the curve, or no number below its order
    }
  }

  private PublicKey publicKey(byte[] raw) throws InvalidKeyException {
    if (raw.length != KEY_BYTES) {
      throw new InvalidKeyException(raw.length + " bytes");
    }
    byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_BYTES);
    System.arraycopy(raw, 0, encoded, X509_PREFIX.length, KEY_BYTES);
    try {
      return keys.generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException(e);
    }
  }
}
