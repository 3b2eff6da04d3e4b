package dev.earshot.trainer.export;

import java.util.zip.Deflater;

/**
 * What a file takes when it is sent over the air: pruned weights are as long as others in the file
 * itself, and only compression makes them short.
 */
public final class CompressedSize {
  private static final int PIECE_BYTES = 8192;

  private CompressedSize() {}

  /** Bytes of a file after DEFLATE (RFC 1951) at its best level, in zlib's wrapping. */
  public static int bytes(byte[] file) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(file);
      deflater.finish();
      byte[] piece = new byte[PIECE_BYTES];
      while (!deflater.finished()) {
        deflater.deflate(piece);
      }
      return Math.toIntExact(deflater.getBytesWritten());
    } finally {
      deflater.end();
    }
  }
}
