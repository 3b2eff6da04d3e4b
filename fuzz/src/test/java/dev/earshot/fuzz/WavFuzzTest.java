package dev.earshot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.recordings.Recording;
import dev.earshot.recordings.UnreadableAudioException;
import dev.earshot.recordings.WavFile;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;

/** Whatever a WAV file holds, it is sound within full scale, or it is refused. */
@Timeout(60)
class WavFuzzTest {
  /** A nibble of ADPCM becomes a float, twice where the fact chunk cuts the end off. */
  private static final long BYTES_OF_ONE = 24;

  @FuzzTest
  void anyFile(byte[] file) {
    Optional<Recording> read =
        Allocation.within(BYTES_OF_ONE * file.length, () -> WavFuzzTest.read(file));
    read.ifPresent(recording -> requireSound(recording, file.length));
  }

  private static Optional<Recording> read(byte[] file) {
    try {
      return Optional.of(WavFile.read(file, "x.wav"));
    } catch (UnreadableAudioException e) {
      assertThat(e).hasMessageStartingWith("x.wav: ");
      Lines.requireOneLine(e.getMessage());
      return Optional.empty();
    }
  }

  private static void requireSound(Recording recording, int fileBytes) {
    assertThat(recording.mono().length).isBetween(1, 2 * fileBytes);
    for (float sample : recording.mono()) {
      if (!(Math.abs(sample) <= 1)) {
        throw new AssertionError("a sample of " + sample);
      }
    }
  }
}
