package dev.earshot.recordings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a RIFF/WAVE file's chunks say, checked against the bytes that are there.
 *
 * @param encoding how samples are written
 * @param channels 1 to {@value #MOST_CHANNELS}
 * @param sampleRateHz within what a {@link Recording} takes
 * @param blockBytes bytes of one frame (of one block for ADPCM), positive
 * @param bits bits a sample as declared
 * @param extension the encoding's own part of the fmt chunk, after the 16 common bytes;
 *     little-endian
 * @param frames how many frames the fact chunk declares; empty without one
 * @param data the sound; little-endian, backed by the file's array
 */
record WavContainer(
    Encoding encoding,
    int channels,
    int sampleRateHz,
    int blockBytes,
    int bits,
    ByteBuffer extension,
    OptionalLong frames,
    ByteBuffer data) {

  private static final int MOST_CHANNELS = 64;
  private static final int FMT_BYTES = 16;
  private static final int EXTENSIBLE_TAG = 0xfffe;

  /**
   * Bytes 2 to 15 of every subformat that stands for a format tag
   * (KSDATAFORMAT_SUBTYPE_WAVEFORMATEX).
   */
  private static final byte[] TAG_AS_GUID = {
    0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71
  };

  enum Encoding {
    INTEGER(1),
    MS_ADPCM(2),
    FLOAT(3),
    A_LAW(6),
    MU_LAW(7),
    IMA_ADPCM(0x11);

    private final int tag;

    Encoding(int tag) {
      this.tag = tag;
    }

    static Optional<Encoding> ofTag(int tag) {
      for (Encoding e : values()) {
        if (e.tag == tag) {
          return Optional.of(e);
        }
      }
      return Optional.empty();
    }
  }

  static WavContainer parse(byte[] bytes) throws UnreadableAudioException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 12 || !id(file, 0).equals("RIFF") || !id(file, 8).equals("WAVE")) {
      throw new UnreadableAudioException(
          bytes.length == 0 ? "an empty file" : "not a WAV file (no RIFF/WAVE at its start)");
    }
    Chunks chunks = Chunks.of(file);
    ByteBuffer fmt =
        chunks.fmt.orElseThrow(
            () -> new UnreadableAudioException("a WAV file without its fmt chunk"));
    ByteBuffer data =
        chunks.data.orElseThrow(
            () -> new UnreadableAudioException("a WAV file without its data chunk"));
    if (fmt.remaining() < FMT_BYTES) {
      throw new UnreadableAudioException(
          "a fmt chunk of %d bytes: it has %d".formatted(fmt.remaining(), FMT_BYTES));
    }
    int tag = fmt.getShort() & 0xffff;
    int channels = fmt.getShort() & 0xffff;
    long sampleRateHz = fmt.getInt() & 0xffff_ffffL;
    fmt.getInt(); // bytes a second: follows from the rest, and is wrong in some files
    int blockBytes = fmt.getShort() & 0xffff;
    int bits = fmt.getShort() & 0xffff;
    ByteBuffer extension = fmt.slice().order(ByteOrder.LITTLE_ENDIAN);

    if (channels < 1 || channels > MOST_CHANNELS) {
      throw new UnreadableAudioException(
          "%d channels: 1 to %d can be read".formatted(channels, MOST_CHANNELS));
    }
    if (sampleRateHz < Recording.LOWEST_RATE_HZ || sampleRateHz > Recording.HIGHEST_RATE_HZ) {
      throw new UnreadableAudioException(
          "a sample rate of %d Hz: %d to %d can be read"
              .formatted(sampleRateHz, Recording.LOWEST_RATE_HZ, Recording.HIGHEST_RATE_HZ));
    }
    if (blockBytes < 1) {
      throw new UnreadableAudioException("frames of 0 bytes");
    }
    return new WavContainer(
        encoding(tag, extension),
        channels,
        (int) sampleRateHz,
        blockBytes,
        bits,
        tag == EXTENSIBLE_TAG ? ByteBuffer.allocate(0) : extension,
        chunks.frames,
        data);
  }

  private static Encoding encoding(int tag, ByteBuffer extension) throws UnreadableAudioException {
    int codec = tag;
    if (tag == EXTENSIBLE_TAG) {
      // size (2), valid bits (2), speakers (4), subformat (16): a tag and a fixed rest
      int subformat = 8;
      if (extension.remaining() < subformat + 2 + TAG_AS_GUID.length) {
        throw new UnreadableAudioException("an extensible fmt chunk without its subformat");
      }
      for (int i = 0; i < TAG_AS_GUID.length; i++) {
        if (extension.get(subformat + 2 + i) != TAG_AS_GUID[i]) {
          throw new UnreadableAudioException("an extensible fmt chunk of an unknown subformat");
        }
      }
      codec = extension.getShort(subformat) & 0xffff;
    }
    int known = codec;
    return Encoding.ofTag(codec)
        .orElseThrow(
            () ->
                new UnreadableAudioException(
                    "encoding 0x%04x can't be read: PCM, float, ADPCM, A-law and mu-law can"
                        .formatted(known)));
  }

  private static String id(ByteBuffer file, int at) {
    byte[] four = new byte[4];
    file.get(at, four);
    return new String(four, StandardCharsets.ISO_8859_1);
  }

  /** The first chunk of each kind that matters, cut to what the file really holds. */
  private record Chunks(Optional<ByteBuffer> fmt, Optional<ByteBuffer> data, OptionalLong frames) {

    static Chunks of(ByteBuffer file) {
      Optional<ByteBuffer> fmt = Optional.empty();
      Optional<ByteBuffer> data = Optional.empty();
      OptionalLong frames = OptionalLong.empty();
      long riffEnd = 8 + (file.getInt(4) & 0xffff_ffffL);
      long at = 12;
      while (at + 8 <= file.limit()) {
        String id = id(file, (int) at);
        long declared = file.getInt((int) at + 4) & 0xffff_ffffL;
        int start = (int) at + 8;
        long end = start + declared;
        if (id.equals("data") && declared == 0 && riffEnd <= start) {
          end = file.limit(); // a recorder that was cut off before it came back to fill in the
          // lengths
        }
        int there = (int) Math.min(end, file.limit()) - start;
        if (id.equals("fmt ") && fmt.isEmpty()) {
          fmt = Optional.of(cut(file, start, there));
        } else if (id.equals("data") && data.isEmpty()) {
          data = Optional.of(cut(file, start, there));
        } else if (id.equals("fact") && there >= 4) {
          frames = OptionalLong.of(file.getInt(start) & 0xffff_ffffL);
        }
        at = next(file, end);
      }
      return new Chunks(fmt, data, frames);
    }

    /**
     * Chunks start at even positions, but some writers forget the filling byte after one of odd
     * length.
     */
    private static long next(ByteBuffer file, long end) {
      if (end % 2 == 0) {
        return end;
      }
      boolean unfilled =
          end + 8 <= file.limit()
              && (id(file, (int) end).equals("data") || id(file, (int) end).equals("fmt "));
      return unfilled ? end : end + 1;
    }

    private static ByteBuffer cut(ByteBuffer file, int start, int length) {
      return file.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(start).limit(start + length);
    }
  }
}
