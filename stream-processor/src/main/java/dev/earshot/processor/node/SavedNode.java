package dev.earshot.processor.node;

import dev.earshot.contracts.UndecodableException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The outer form of a node's saved state: {@code [1][length][open event][length][body]}, lengths as
 * four bytes. It stays as it is while the layout of the body changes from version to version, so
 * that an anomaly opened by one is closed by the next, whatever else that can make of the state.
 *
 * @param openEvent the last event of the open anomaly, empty while none is open
 * @param body the rest, in a layout of its own
 */
record SavedNode(ByteBuffer openEvent, ByteBuffer body) {
  private static final byte FORM = 1;
  private static final int OVERHEAD = 1 + 2 * Integer.BYTES;

  static byte[] write(byte[] openEvent, ByteBuffer body) {
    ByteBuffer bytes = ByteBuffer.allocate(OVERHEAD + openEvent.length + body.remaining());
    bytes.put(FORM).putInt(openEvent.length).put(openEvent).putInt(body.remaining()).put(body);
    return bytes.array();
  }

  /** Takes it apart without copying; empty where the bytes are of no such form. */
  static Optional<SavedNode> read(byte[] saved) {
    if (saved.length < OVERHEAD || saved[0] != FORM) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(saved);
    int eventLength = bytes.getInt(1);
    if (eventLength < 0 || eventLength > saved.length - OVERHEAD) {
      return Optional.empty();
    }
    int bodyAt = OVERHEAD + eventLength;
    if (bytes.getInt(bodyAt - Integer.BYTES) != saved.length - bodyAt) {
      return Optional.empty();
    }
    return Optional.of(
        new SavedNode(
            bytes.slice(1 + Integer.BYTES, eventLength),
            bytes.slice(bodyAt, saved.length - bodyAt)));
  }

  /** The first sample of the open anomaly; empty while none is open, or it cannot be read. */
  OptionalLong openFirstSample() {
    if (!openEvent.hasRemaining()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(NodeLife.EVENTS.decode(openEventBytes()).getFirstSample());
    } catch (UndecodableException e) {
      return OptionalLong.empty();
    }
  }

  /** The open event's bytes, a copy. */
  byte[] openEventBytes() {
    byte[] copy = new byte[openEvent.remaining()];
    openEvent.duplicate().get(copy);
    return copy;
  }
}
