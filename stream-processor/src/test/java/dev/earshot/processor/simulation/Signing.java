package dev.earshot.processor.simulation;

import dev.earshot.contracts.FrameSignatures;
import java.security.KeyPair;
import java.util.Optional;

/** Who signs a message, where signatures are required. */
enum Signing {
  BY_ITS_NODE,
  BY_ANOTHER,
  BY_NOBODY;

  private static final KeyPair OF_NODES = FrameSignatures.newKey();
  private static final KeyPair OF_ANOTHER = FrameSignatures.newKey();

  /** The key in the profiles of all nodes: that nodes differ is shown elsewhere. */
  static byte[] keyOfNodes() {
    return FrameSignatures.raw(OF_NODES.getPublic());
  }

  Optional<byte[]> of(byte[] value) {
    return switch (this) {
      case BY_ITS_NODE -> Optional.of(new FrameSignatures().sign(OF_NODES.getPrivate(), value));
      case BY_ANOTHER -> Optional.of(new FrameSignatures().sign(OF_ANOTHER.getPrivate(), value));
      case BY_NOBODY -> Optional.empty();
    };
  }
}
