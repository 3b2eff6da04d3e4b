package dev.earshot.processor.audio;

import dev.earshot.console.Failure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys of kept sound as files: RSA, PEM (RFC 7468), the private one PKCS #8. Stateless. */
public final class AudioKeys {
  /** Of new keys: good until 2030 and beyond by NIST SP 800-57. */
  static final int BITS = 3_072;

  static final int BITS_MIN = 2_048;
  static final int BITS_MAX = 8_192;
  private static final long FILE_BYTES_MAX = 65_536;
  private static final String RSA = "RSA";

  private AudioKeys() {}

  /** Makes a new pair; takes a second or so. */
  static KeyPair make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(RSA);
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /**
   * Writes a pair as {@code private.pem}, for its user's eyes only, and {@code public.pem}.
   *
   * @throws Failure where the folder cannot be written to, or has a key already
   */
  static void write(KeyPair pair, Path folder) {
    Path secret = folder.resolve("private.pem");
    Path shown = folder.resolve("public.pem");
    try {
      Files.createDirectories(folder);
      if (Files.exists(shown)) {
        throw new FileAlreadyExistsException(shown.toString());
      }
      Files.createFile(secret, onlyForItsUser(secret));
      Files.writeString(secret, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      Files.writeString(shown, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    } catch (FileAlreadyExistsException e) {
      throw Failure.because(
          e.getFile() + " is there already, and recordings may need it; give another --out", e);
    } catch (IOException e) {
      throw Failure.because("cannot write keys to " + folder + " (" + e + "); mend --out", e);
    }
  }

  private static FileAttribute<?>[] onlyForItsUser(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what);
  }

  /**
   * The public key of a file.
   *
   * @param option what messages call it by
   * @throws Failure where there is none, or it is no RSA key of 2048 to 8192 bits
   */
  public static RSAPublicKey readPublic(String option, Path file) {
    try {
      byte[] der = der(option, file, "PUBLIC KEY");
      RSAPublicKey key =
          (RSAPublicKey) KeyFactory.getInstance(RSA).generatePublic(new X509EncodedKeySpec(der));
      checkBits(option, file, key.getModulus().bitLength());
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw noKey(option, file, "public", e);
    }
  }

  /**
   * The private key of a file.
   *
   * @param option what messages call it by
   * @throws Failure where there is none, or it is no RSA key of 2048 to 8192 bits; no message has
   *     anything of it
   */
  static PrivateKey readPrivate(String option, Path file) {
    try {
      byte[] der = der(option, file, "PRIVATE KEY");
      RSAPrivateKey key =
          (RSAPrivateKey) KeyFactory.getInstance(RSA).generatePrivate(new PKCS8EncodedKeySpec(der));
      checkBits(option, file, key.getModulus().bitLength());
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw noKey(option, file, "private", e);
    }
  }

  private static void checkBits(String option, Path file, int bits) {
    if (bits < BITS_MIN || bits > BITS_MAX) {
      throw Failure.because(
          "%s %s is a key of %d bits, needs %d to %d; './earshot audio keys' makes one"
              .formatted(option, file, bits, BITS_MIN, BITS_MAX));
    }
  }

  private static byte[] der(String option, Path file, String what) {
    String text;
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new IOException("too large for a key");
      }
      text = Files.readString(file);
    } catch (IOException e) {
      throw Failure.because(
          "cannot read %s %s (%s)".formatted(option, file, e.getClass().getSimpleName()), e);
    }
    Matcher block =
        Pattern.compile(
                "-----BEGIN %s-----([A-Za-z0-9+/=\\s]*)-----END %s-----".formatted(what, what))
            .matcher(text);
    if (!block.find()) {
      throw new IllegalArgumentException("no block " + what);
    }
    return Base64.getMimeDecoder().decode(block.group(1));
  }

  private static Failure noKey(String option, Path file, String which, Throwable cause) {
    return Failure.because(
        "%s %s is no %s RSA key in PEM; './earshot audio keys' makes a pair"
            .formatted(option, file, which),
        cause);
  }
}
