package dev.earshot.processor.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource.PSpecified;
import javax.crypto.spec.SecretKeySpec;

/**
 * One recording, encrypted so that only the holder of a private key can hear it. Numbers are
 * big-endian:
 *
 * <pre>
 *   8  "EARSHOT" and the format's number, 1
 *   4  length of the header
 *      header: {@link AudioHeader} as JSON in UTF-8
 *   2  length of the wrapped key
 *      wrapped key: a fresh AES-256 key, by RSA-OAEP with SHA-256 (also for MGF1) and no label
 *  12  nonce
 *      samples, by AES-256-GCM; a tag of 16 bytes behind them
 * </pre>
 *
 * <p>All before the encrypted samples is authenticated with them (GCM's additional data), so a
 * header that was changed, or put before other samples, is noticed. RFC 8017 section 7.1, NIST SP
 * 800-38D; a browser's WebCrypto opens it with what it has. That the holder of the private key can
 * hear it does not say who made it: whoever has the public key can make one. Stateless.
 */
public final class AudioEnvelope {
  private static final byte[] MAGIC = "EARSHOT\u0001".getBytes(StandardCharsets.ISO_8859_1);

  /** The most bytes that a header may have. */
  static final int HEADER_BYTES_MAX = 65_536;

  private static final int WRAPPED_BYTES_MAX = 1_024;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSpecified.DEFAULT);

  /**
   * What was in an envelope.
   *
   * @param header as it was sealed
   * @param pcm the samples, in the header's encoding
   */
  public record Opened(AudioHeader header, byte[] pcm) {}

  private AudioEnvelope() {}

  /**
   * Encrypts.
   *
   * @param pcm the header's number of samples in its encoding
   * @param key RSA, of 2048 bits or more
   * @param random where key and nonce come from
   */
  static byte[] seal(AudioHeader header, byte[] pcm, PublicKey key, SecureRandom random) {
    byte[] json = header.toJson();
    if (json.length > HEADER_BYTES_MAX || pcm.length != header.samples() * header.sampleBytes()) {
      throw new IllegalArgumentException("no recording: " + json.length + ", " + pcm.length);
    }
    byte[] secret = new byte[KEY_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(secret);
    random.nextBytes(nonce);
    try {
      byte[] wrapped = rsa(Cipher.ENCRYPT_MODE, key, random).doFinal(secret);
      ByteBuffer clear =
          ByteBuffer.allocate(
              MAGIC.length
                  + Integer.BYTES
                  + json.length
                  + Short.BYTES
                  + wrapped.length
                  + NONCE_BYTES);
      clear.put(MAGIC).putInt(json.length).put(json);
      clear.putShort((short) wrapped.length).put(wrapped).put(nonce);
      byte[] sealed = aes(Cipher.ENCRYPT_MODE, secret, nonce, clear.array()).doFinal(pcm);
      return ByteBuffer.allocate(clear.capacity() + sealed.length)
          .put(clear.array())
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("cannot encrypt to this key: " + e.getMessage(), e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /**
   * Decrypts.
   *
   * @throws UnopenedException where it is no envelope, for another key, or not as it was sealed
   */
  public static Opened open(byte[] envelope, PrivateKey key) throws UnopenedException {
    ByteBuffer in = ByteBuffer.wrap(envelope);
    if (envelope.length < MAGIC.length
        || !Arrays.equals(take(in, MAGIC.length, MAGIC.length), MAGIC)) {
      throw new UnopenedException("it is no recording of Earshot's, or one of a newer version");
    }
    byte[] json = take(in, in.remaining() < Integer.BYTES ? -1 : in.getInt(), HEADER_BYTES_MAX);
    int wrappedBytes = in.remaining() < Short.BYTES ? -1 : Short.toUnsignedInt(in.getShort());
    byte[] wrapped = take(in, wrappedBytes, WRAPPED_BYTES_MAX);
    byte[] nonce = take(in, NONCE_BYTES, NONCE_BYTES);
    if (in.remaining() < TAG_BITS / Byte.SIZE) {
      throw cutShort();
    }
    byte[] clear = Arrays.copyOf(envelope, in.position());
    byte[] secret = unwrap(wrapped, key);
    try {
      byte[] pcm =
          aes(Cipher.DECRYPT_MODE, secret, nonce, clear)
              .doFinal(envelope, in.position(), in.remaining());
      return new Opened(AudioHeader.fromJson(json), pcm);
    } catch (AEADBadTagException e) {
      throw new UnopenedException("the recording is not as it was sealed; fetch it again", e);
    } catch (GeneralSecurityException | IOException e) {
      throw new UnopenedException("the recording is damaged; fetch it again", e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static byte[] unwrap(byte[] wrapped, PrivateKey key) throws UnopenedException {
    try {
      byte[] secret = rsa(Cipher.DECRYPT_MODE, key, new SecureRandom()).doFinal(wrapped);
      if (secret.length == KEY_BYTES) {
        return secret;
      }
      throw new UnopenedException("the recording is damaged; fetch it again");
    } catch (GeneralSecurityException e) {
      throw new UnopenedException(
          "this private key does not open it: it was encrypted to another public key", e);
    }
  }

  private static byte[] take(ByteBuffer in, int bytes, int most) throws UnopenedException {
    if (bytes < 0 || bytes > most || bytes > in.remaining()) {
      throw cutShort();
    }
    byte[] taken = new byte[bytes];
    in.get(taken);
    return taken;
  }

  private static UnopenedException cutShort() {
    return new UnopenedException("the recording is cut short or damaged; fetch it again");
  }

  private static Cipher rsa(int mode, Key key, SecureRandom random)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(mode, key, OAEP, random);
    return cipher;
  }

  private static Cipher aes(int mode, byte[] secret, byte[] nonce, byte[] authenticated)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(authenticated);
    return cipher;
  }
}
