package dev.earshot.processor.node;

import java.nio.ByteBuffer;

/** Changes saved states as a fault might, for tests that have to notice. */
public final class StateSurgery {
  private StateSurgery() {}

  /** The same state, but no gap is remembered. */
  public static byte[] withoutGaps(byte[] saved) {
    SavedNode parts = SavedNode.read(saved).orElseThrow();
    ByteBuffer body = ByteBuffer.allocate(parts.body().remaining()).put(parts.body().duplicate());
    NodeState state = new NodeState();
    state.restore(body.flip());
    state.gaps.clear();
    state.save(body.rewind());
    return SavedNode.write(parts.openEventBytes(), body.rewind());
  }
}
