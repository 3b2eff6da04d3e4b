package dev.earshot.recordings;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Decoders of the two 4-bit ADPCM encodings met in WAV files, mixed down to one channel in [-1, 1].
 *
 * <p>Both cut the sound into blocks that are decoded by themselves, so a truncated last block gives
 * what it holds.
 *
 * <p>Source: Microsoft, "New Multimedia Data Types and Data Techniques 3.0" (1994), chapters
 * "Microsoft ADPCM" and "IMA ADPCM"; IMA Digital Audio Focus and Technical Working Groups,
 * "Recommended Practices for Enhancing Digital Audio Compatibility in Multimedia Systems 3.00"
 * (1992).
 */
final class Adpcm {
  private static final int[] MS_ADAPTATION = {
    230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230
  };
  private static final int[] MS_FIRST = {256, 512, 0, 192, 240, 460, 392};
  private static final int[] MS_SECOND = {0, -256, 0, 64, 0, -208, -232};

  private static final int[] IMA_STEPS = {
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73,
    80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494,
    544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499,
    2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442,
    11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767
  };
  private static final int[] IMA_INDEX_CHANGES = {-1, -1, -1, -1, 2, 4, 6, 8};

  private Adpcm() {}

  /**
   * Blocks of: a predictor's number, a step, two samples for each channel; then nibbles, upper
   * first, channel by channel.
   */
  static float[] microsoft(WavContainer wav) throws UnreadableAudioException {
    int channels = wav.channels();
    int headBytes = 7 * channels;
    requireBlocks(wav, headBytes);
    int[][] coefficients = microsoftCoefficients(wav.extension());
    ByteBuffer data = wav.data();
    MonoSum out = new MonoSum(wav, headBytes, 2, bytes -> 2 * bytes / channels);
    int[] first = new int[channels];
    int[] second = new int[channels];
    int[] step = new int[channels];
    int[] newest = new int[channels];
    int[] older = new int[channels];
    for (int frames = out.nextBlock(data); frames > 0; frames = out.nextBlock(data)) {
      for (int c = 0; c < channels; c++) {
        int predictor = data.get() & 0xff;
        if (predictor >= coefficients.length) {
          throw new UnreadableAudioException(
              "damaged ADPCM: predictor %d of %d".formatted(predictor, coefficients.length));
        }
        first[c] = coefficients[predictor][0];
        second[c] = coefficients[predictor][1];
      }
      readShorts(data, step);
      readShorts(data, newest);
      readShorts(data, older);
      for (int c = 0; c < channels; c++) {
        out.add(0, older[c]);
        out.add(1, newest[c]);
      }
      int pair = 0;
      for (int nibble = 0; nibble < (frames - 2) * channels; nibble++) {
        boolean upper = nibble % 2 == 0;
        pair = upper ? data.get() : pair;
        int code = (upper ? pair >> 4 : pair) & 0xf;
        int c = nibble % channels;
        int signed = code < 8 ? code : code - 16;
        // rounds down, as libsndfile and SoX; dividing (as the format's paper says) drifts away
        // from
        // them
        int predicted = (newest[c] * first[c] + older[c] * second[c]) >> 8;
        older[c] = newest[c];
        newest[c] = clip(predicted + (long) signed * step[c]);
        step[c] =
            (int)
                Math.min(
                    Integer.MAX_VALUE / 768,
                    Math.max(16, (long) MS_ADAPTATION[code] * step[c] / 256));
        out.add(2 + nibble / channels, newest[c]);
      }
    }
    return out.samples();
  }

  /**
   * The pairs of the fmt chunk: size (2), samples a block (2), count (2), pairs; the standard's
   * seven without one.
   */
  private static int[][] microsoftCoefficients(ByteBuffer extension)
      throws UnreadableAudioException {
    int declared = extension.remaining() >= 6 ? extension.getShort(4) & 0xffff : 0;
    if (declared == 0) {
      int[][] standard = new int[MS_FIRST.length][];
      for (int i = 0; i < standard.length; i++) {
        standard[i] = new int[] {MS_FIRST[i], MS_SECOND[i]};
      }
      return standard;
    }
    if (extension.remaining() < 6 + 4 * declared) {
      throw new UnreadableAudioException(
          "a fmt chunk too short for its %d ADPCM predictors".formatted(declared));
    }
    int[][] pairs = new int[declared][];
    for (int i = 0; i < declared; i++) {
      pairs[i] = new int[] {extension.getShort(6 + 4 * i), extension.getShort(8 + 4 * i)};
    }
    return pairs;
  }

  /**
   * Blocks of: a sample and a step's index for each channel; then 4 bytes a channel in turn, 8
   * nibbles, lower first.
   */
  static float[] ima(WavContainer wav) throws UnreadableAudioException {
    int channels = wav.channels();
    int headBytes = 4 * channels;
    int groupBytes = 4 * channels;
    requireBlocks(wav, headBytes);
    ByteBuffer data = wav.data();
    MonoSum out = new MonoSum(wav, headBytes, 1, bytes -> bytes / groupBytes * 8);
    int[] sample = new int[channels];
    int[] index = new int[channels];
    for (int frames = out.nextBlock(data); frames > 0; frames = out.nextBlock(data)) {
      for (int c = 0; c < channels; c++) {
        sample[c] = data.getShort();
        index[c] = data.get() & 0xff;
        data.get();
        if (index[c] >= IMA_STEPS.length) {
          throw new UnreadableAudioException(
              "damaged ADPCM: step %d of %d".formatted(index[c], IMA_STEPS.length));
        }
        out.add(0, sample[c]);
      }
      for (int group = 0; group < (frames - 1) / 8; group++) {
        for (int c = 0; c < channels; c++) {
          int nibbles = data.getInt();
          for (int i = 0; i < 8; i++) {
            int code = nibbles >> 4 * i & 0xf;
            int step = IMA_STEPS[index[c]];
            // sums of shifts, not (2m+1)*step/8: the standard's rounding
            int change = step >> 3;
            change += (code & 4) != 0 ? step : 0;
            change += (code & 2) != 0 ? step >> 1 : 0;
            change += (code & 1) != 0 ? step >> 2 : 0;
            sample[c] = clip((code & 8) != 0 ? sample[c] - change : sample[c] + change);
            index[c] =
                Math.max(0, Math.min(IMA_STEPS.length - 1, index[c] + IMA_INDEX_CHANGES[code & 7]));
            out.add(1 + 8 * group + i, sample[c]);
          }
        }
      }
    }
    return out.samples();
  }

  private static void requireBlocks(WavContainer wav, int headBytes)
      throws UnreadableAudioException {
    if (wav.bits() != 4) {
      throw new UnreadableAudioException("ADPCM of %d bits: 4 can be read".formatted(wav.bits()));
    }
    if (wav.blockBytes() <= headBytes) {
      throw new UnreadableAudioException(
          "ADPCM blocks of %d bytes for %d channels".formatted(wav.blockBytes(), wav.channels()));
    }
  }

  private static void readShorts(ByteBuffer data, int[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = data.getShort();
    }
  }

  private static int clip(long sample) {
    return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sample));
  }

  /** The decoded samples' mean over the channels, block after block. */
  private static final class MonoSum {
    private final WavContainer wav;
    private final int headBytes;
    private final int headFrames;
    private final IntUnaryOperator framesOfBytes;

    /** Sums of integers, exact in a float. */
    private final float[] mono;

    private int blockAt;
    private int blockFrames;
    private int firstFrame;

    /**
     * @param headBytes bytes before a block's nibbles
     * @param headFrames frames that are written out in them
     * @param framesOfBytes how many frames so many bytes of nibbles hold
     */
    MonoSum(WavContainer wav, int headBytes, int headFrames, IntUnaryOperator framesOfBytes)
        throws UnreadableAudioException {
      this.wav = wav;
      this.headBytes = headBytes;
      this.headFrames = headFrames;
      this.framesOfBytes = framesOfBytes;
      this.blockAt = wav.data().position();
      int bytes = wav.data().remaining();
      long frames =
          (long) (bytes / wav.blockBytes()) * framesOf(wav.blockBytes())
              + framesOf(bytes % wav.blockBytes());
      if (frames > Integer.MAX_VALUE - 8) {
        throw new UnreadableAudioException("%d frames are too many".formatted(frames));
      }
      this.mono = new float[(int) frames];
    }

    /** Goes to the next block's start; returns how many frames it holds, 0 at the end. */
    int nextBlock(ByteBuffer data) {
      firstFrame += blockFrames;
      int bytes = Math.min(wav.blockBytes(), data.limit() - blockAt);
      blockFrames = framesOf(bytes);
      data.position(blockAt);
      blockAt += bytes;
      return blockFrames;
    }

    void add(int frameOfBlock, int sample) {
      mono[firstFrame + frameOfBlock] += sample;
    }

    /**
     * The mean of what was summed up, without the last block's filling where the fact chunk tells
     * of it.
     */
    float[] samples() {
      for (int i = 0; i < mono.length; i++) {
        mono[i] = mono[i] / 32768 / wav.channels();
      }
      long declared = wav.frames().orElse(0);
      return declared > 0 && declared < mono.length ? Arrays.copyOf(mono, (int) declared) : mono;
    }

    private int framesOf(int blockBytes) {
      return blockBytes < headBytes
          ? 0
          : headFrames + framesOfBytes.applyAsInt(blockBytes - headBytes);
    }
  }
}
