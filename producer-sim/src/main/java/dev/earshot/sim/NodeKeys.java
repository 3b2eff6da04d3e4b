package dev.earshot.sim;

import dev.earshot.console.Failure;
import dev.earshot.contracts.FrameSignatures;
import dev.earshot.v1.NodeProfile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A folder with the Ed25519 keys of simulated nodes: {@code NODE.key} is the private one (PKCS 8,
 * PEM, for its user's eyes only), {@code NODE.pub} the public one as a profile has it (Base64).
 */
final class NodeKeys {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private record Key(PrivateKey secret, byte[] shown) {}

  private final FrameSignatures signatures = new FrameSignatures();
  private final Map<String, Key> keys = new TreeMap<>();

  /**
   * Reads the nodes' keys and makes those that are missing.
   *
   * @throws Failure where the folder cannot be used or holds something else
   */
  NodeKeys(Path folder, Iterable<String> nodeIds) {
    try {
      Files.createDirectories(folder);
      for (String nodeId : nodeIds) {
        keys.put(nodeId, key(folder, nodeId));
      }
    } catch (IOException e) {
      throw Failure.because("cannot use --signing-keys " + folder + ": " + e, e);
    }
  }

  private static Key key(Path folder, String nodeId) throws IOException {
    Path secret = folder.resolve(nodeId + ".key");
    Path shown = folder.resolve(nodeId + ".pub");
    if (!Files.exists(secret)) {
      KeyPair made = FrameSignatures.newKey();
      Files.createFile(secret, onlyForItsUser(secret));
      String body = Base64.getEncoder().encodeToString(made.getPrivate().getEncoded());
      Files.writeString(secret, BEGIN + "\n" + body + "\n" + END + "\n");
      byte[] raw = FrameSignatures.raw(made.getPublic());
      Files.writeString(shown, Base64.getEncoder().encodeToString(raw) + "\n");
    }
    try {
      String body = Files.readString(secret).replace(BEGIN, "").replace(END, "").strip();
      PrivateKey read =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
      return new Key(read, Base64.getDecoder().decode(Files.readString(shown).strip()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw Failure.because(
          "%s and %s are no key of a node; delete both, and new ones are made"
              .formatted(secret, shown),
          e);
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

  /** Signs a frame's encoded value with its node's key. For one thread. */
  byte[] sign(String nodeId, byte[] value) {
    return signatures.sign(keys.get(nodeId).secret, value);
  }

  /** What each node's profile says of its key. */
  List<NodeProfile> profiles() {
    Function<Map.Entry<String, Key>, NodeProfile> profile =
        entry ->
            NodeProfile.newBuilder()
                .setNodeId(entry.getKey())
                .setSigningKey(ByteBuffer.wrap(entry.getValue().shown))
                .build();
    return keys.entrySet().stream().map(profile).toList();
  }
}
