package dev.earshot.trainer.features;

import dev.earshot.recordings.UnreadableAudioException;
import dev.earshot.recordings.WavFile;
import java.nio.file.Path;

/**
 * Where the columns of audio files are kept, so that they are computed once. What it gives is bit
 * for bit what computing them would give. Thread-safe; closed by whoever opened it.
 */
public interface FeatureStore extends AutoCloseable {
  /** Keeps nothing: computes all. */
  FeatureStore NONE =
      new FeatureStore() {
        @Override
        public Columns columns(Path file, FeatureRecipe recipe, Computation computation)
            throws UnreadableAudioException {
          return computation.of(WavFile.bytes(file));
        }

        @Override
        public void close() {}
      };

  /** How columns come from what is in a file. */
  @FunctionalInterface
  interface Computation {
    /**
     * The columns of a sound.
     *
     * @param file all bytes of its file, not to be changed
     * @throws UnreadableAudioException where they are no sound
     */
    Columns of(byte[] file) throws UnreadableAudioException;
  }

  /**
   * The columns of an audio file.
   *
   * @param recipe what the computation does, in so far as it is not the file's content
   * @param computation called at most once, where the columns of this content are not at hand
   * @throws UnreadableAudioException where the file can't be opened, or the computation says so
   */
  Columns columns(Path file, FeatureRecipe recipe, Computation computation)
      throws UnreadableAudioException;

  @Override
  void close();
}
