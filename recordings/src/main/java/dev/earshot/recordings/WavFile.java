package dev.earshot.recordings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * Reads WAV files: integers of 8 to 32 bits, floats of 32 and 64 bits, MS and IMA ADPCM, A-law and
 * mu-law, each also as {@code WAVE_FORMAT_EXTENSIBLE}, at any sample rate that a {@link Recording}
 * takes; channels are mixed down by their mean.
 *
 * <p>Files are taken for what they hold, not for what they declare: a truncated file gives the
 * sound that is there, and no length is believed before it was compared with the bytes at hand, so
 * memory is bounded by the file's size. Full scale is 2^(bits-1), as in libsndfile and librosa, so
 * that a node's samples and a file's agree. Samples of float files beyond [-1, 1] are clipped, as a
 * node's converter would; those that are not numbers become 0.
 *
 * <p>Source of the format: Microsoft, "Multimedia Programming Interface and Data Specifications
 * 1.0" and "New Multimedia Data Types and Data Techniques 3.0". Why this is not all left to a
 * library: docs/decisions/reading-wav.md. Stateless.
 */
public final class WavFile {
  /** A larger file is refused: an hour and a half of the sound of a CD, all of it in memory. */
  public static final int FILE_BYTES_MAX = 1 << 30;

  private WavFile() {}

  /**
   * @throws UnreadableAudioException when it can't be opened or holds no sound in a known encoding;
   *     the message names it
   */
  public static Recording read(Path file) throws UnreadableAudioException {
    return read(bytes(file), file.toString());
  }

  /**
   * A file's bytes as they are, for {@link #read(byte[], String)}.
   *
   * @throws UnreadableAudioException when it can't be opened or is too large; the message names it
   */
  public static byte[] bytes(Path file) throws UnreadableAudioException {
    try (InputStream in = Files.newInputStream(file)) {
      return bytes(in, file.toString(), FILE_BYTES_MAX);
    } catch (UnreadableAudioException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new UnreadableAudioException(file + ": no such file", e);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads a whole file from a stream; the caller closes it.
   *
   * @param name what messages call it
   * @throws UnreadableAudioException when it ends in an error, is too large, or holds no sound in a
   *     known encoding
   */
  public static Recording read(InputStream in, String name) throws UnreadableAudioException {
    return read(bytes(in, name, FILE_BYTES_MAX), name);
  }

  /** No more is taken than a file may have, and one byte. */
  static byte[] bytes(InputStream in, String name, int bytesMax) throws UnreadableAudioException {
    byte[] bytes;
    try {
      bytes = in.readNBytes(bytesMax + 1);
    } catch (OutOfMemoryError e) {
      throw tooLarge(name, e);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
    if (bytes.length > bytesMax) {
      throw new UnreadableAudioException(
          "%s: it has more than %,d bytes, the most that are read".formatted(name, bytesMax));
    }
    return bytes;
  }

  private static UnreadableAudioException tooLarge(String name, OutOfMemoryError e) {
    return new UnreadableAudioException(name + ": too large for the memory at hand", e);
  }

  private static UnreadableAudioException unreadable(String name, IOException e) {
    return new UnreadableAudioException(name + ": can't be read: " + e.getMessage(), e);
  }

  /**
   * Reads a whole file from memory.
   *
   * @param bytes left as they are
   * @param name what messages call it
   * @throws UnreadableAudioException when they are no sound in a known encoding
   */
  public static Recording read(byte[] bytes, String name) throws UnreadableAudioException {
    try {
      WavContainer wav = WavContainer.parse(bytes);
      float[] mono = decode(wav);
      if (mono.length == 0) {
        throw new UnreadableAudioException("no samples in it");
      }
      return new Recording(wav.sampleRateHz(), mono);
    } catch (UnreadableAudioException e) {
      throw new UnreadableAudioException(name + ": " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw tooLarge(name, e);
    }
  }

  private static float[] decode(WavContainer wav) throws UnreadableAudioException {
    return switch (wav.encoding()) {
      case INTEGER -> integers(wav);
      case FLOAT -> floats(wav);
      case A_LAW -> companded(wav, AudioFormat.Encoding.ALAW);
      case MU_LAW -> companded(wav, AudioFormat.Encoding.ULAW);
      case MS_ADPCM -> Adpcm.microsoft(wav);
      case IMA_ADPCM -> Adpcm.ima(wav);
    };
  }

  private static float[] integers(WavContainer wav) throws UnreadableAudioException {
    int bytes = bytesPerSample(wav);
    if (bytes < 1 || bytes > 4) {
      throw new UnreadableAudioException(
          "integer samples of " + 8 * bytes + " bits: 8, 16, 24 or 32 can be read");
    }
    // WAV keeps samples of odd sizes (12 or 20 bits) in the upper bits of their bytes, so whole
    // bytes are right for all
    double fullScale = (double) (1L << (8 * bytes - 1)) * wav.channels();
    ByteBuffer data = wav.data();
    float[] mono = new float[data.remaining() / wav.blockBytes()];
    for (int i = 0; i < mono.length; i++) {
      long sum = 0;
      for (int channel = 0; channel < wav.channels(); channel++) {
        sum += integer(data, bytes);
      }
      mono[i] = (float) (sum / fullScale);
    }
    return mono;
  }

  private static int integer(ByteBuffer data, int bytes) {
    return switch (bytes) {
      case 1 -> (data.get() & 0xff) - 128;
      case 2 -> data.getShort();
      case 3 -> (data.get() & 0xff) | (data.get() & 0xff) << 8 | data.get() << 16;
      default -> data.getInt();
    };
  }

  private static float[] floats(WavContainer wav) throws UnreadableAudioException {
    int bytes = bytesPerSample(wav);
    if (bytes != 4 && bytes != 8) {
      throw new UnreadableAudioException(
          "float samples of " + 8 * bytes + " bits: 32 or 64 can be read");
    }
    ByteBuffer data = wav.data();
    float[] mono = new float[data.remaining() / wav.blockBytes()];
    for (int i = 0; i < mono.length; i++) {
      double sum = 0;
      for (int channel = 0; channel < wav.channels(); channel++) {
        double sample = bytes == 4 ? data.getFloat() : data.getDouble();
        sum += Double.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0;
      }
      mono[i] = (float) (sum / wav.channels());
    }
    return mono;
  }

  private static float[] companded(WavContainer wav, AudioFormat.Encoding encoding)
      throws UnreadableAudioException {
    int bytes = bytesPerSample(wav);
    if (bytes != 1) {
      throw new UnreadableAudioException(
          encoding + " samples of " + 8 * bytes + " bits: they have 8");
    }
    ByteBuffer data = wav.data();
    int frames = data.remaining() / wav.blockBytes();
    float rate = wav.sampleRateHz();
    AudioFormat from =
        new AudioFormat(encoding, rate, 8, wav.channels(), wav.channels(), rate, false);
    AudioInputStream coded =
        new AudioInputStream(
            new ByteArrayInputStream(data.array(), data.position(), data.remaining()),
            from,
            frames);
    byte[] linear;
    try (AudioInputStream decoded =
        AudioSystem.getAudioInputStream(AudioFormat.Encoding.PCM_SIGNED, coded)) {
      linear = decoded.readAllBytes();
    } catch (IOException | IllegalArgumentException e) {
      throw new UnreadableAudioException("the Java runtime can't decode " + encoding, e);
    }
    ByteBuffer samples = ByteBuffer.wrap(linear).order(ByteOrder.LITTLE_ENDIAN);
    float[] mono = new float[Math.min(frames, linear.length / 2 / wav.channels())];
    for (int i = 0; i < mono.length; i++) {
      int sum = 0;
      for (int channel = 0; channel < wav.channels(); channel++) {
        sum += samples.getShort();
      }
      mono[i] = sum / 32768f / wav.channels();
    }
    return mono;
  }

  private static int bytesPerSample(WavContainer wav) throws UnreadableAudioException {
    if (wav.blockBytes() % wav.channels() != 0) {
      throw new UnreadableAudioException(
          "frames of %d bytes for %d channels".formatted(wav.blockBytes(), wav.channels()));
    }
    return wav.blockBytes() / wav.channels();
  }
}
