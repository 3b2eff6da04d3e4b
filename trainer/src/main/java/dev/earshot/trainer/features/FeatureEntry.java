package dev.earshot.trainer.features;

import dev.earshot.trainer.work.Sha256;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Columns as bytes that can tell whether they are whole: the key they are kept under (32 bytes),
 * coefficients of a column (4), whether the sound was repeated (1), the values (4 each), and a
 * CRC-32C of all before (4); numbers have their most significant byte first.
 */
final class FeatureEntry {
  private static final int HEADER_BYTES = Sha256.BYTES + Integer.BYTES + 1;

  private FeatureEntry() {}

  static byte[] encode(Sha256 key, Columns columns) {
    float[] values = columns.values();
    ByteBuffer entry =
        ByteBuffer.allocate(HEADER_BYTES + values.length * Float.BYTES + Integer.BYTES);
    entry.put(key.bytes());
    entry.putInt(columns.coefficients()).put((byte) (columns.repeated() ? 1 : 0));
    entry.asFloatBuffer().put(values);
    entry.putInt(entry.limit() - Integer.BYTES, checksum(entry.array()));
    return entry.array();
  }

  /** The columns; empty where the bytes are not whole or were kept under another key. */
  static Optional<Columns> decode(Sha256 key, byte[] bytes) {
    if (bytes.length < HEADER_BYTES + Integer.BYTES) {
      return Optional.empty();
    }
    ByteBuffer entry = ByteBuffer.wrap(bytes);
    if (entry.getInt(bytes.length - Integer.BYTES) != checksum(bytes)
        || !Arrays.equals(bytes, 0, Sha256.BYTES, key.bytes(), 0, Sha256.BYTES)) {
      return Optional.empty();
    }
    entry.position(Sha256.BYTES);
    int coefficients = entry.getInt();
    boolean repeated = entry.get() != 0;
    FloatBuffer floats = entry.limit(bytes.length - Integer.BYTES).asFloatBuffer();
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return Optional.of(new Columns(values, coefficients, repeated));
  }

  private static int checksum(byte[] entry) {
    CRC32C crc = new CRC32C();
    crc.update(entry, 0, entry.length - Integer.BYTES);
    return (int) crc.getValue();
  }
}
