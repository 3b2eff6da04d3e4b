package dev.earshot.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps what is about to be given to native code in a file that outlives the process: where native
 * code ends it, no fuzzer has the time to write anything down.
 */
final class LastInput {
  private static final int MOST_BYTES = 1 << 20;

  private final MappedByteBuffer file;

  LastInput(Path path) {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      file = channel.map(MapMode.READ_WRITE, 0, Integer.BYTES + MOST_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Overwrites the one before: its length as four bytes, then it. */
  void keep(byte[] input) {
    file.clear();
    file.putInt(input.length).put(input);
  }
}
