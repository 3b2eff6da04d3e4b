package dev.earshot.recordings.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes WAV files for tests, right ones and, chunk by chunk, wrong ones. */
public final class WavBytes {
  private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

  /** 16-bit mono PCM. */
  public static byte[] pcm16(int sampleRateHz, float... samples) {
    ByteBuffer data = littleEndian(2 * samples.length);
    for (float sample : samples) {
      data.putShort((short) Math.max(-32768, Math.min(32767, Math.round(sample * 32768))));
    }
    return new WavBytes().fmt(1, 1, sampleRateHz, 16).chunk("data", data.array()).riff();
  }

  public static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A plain fmt chunk of 16 bytes. */
  public WavBytes fmt(int tag, int channels, int sampleRateHz, int bits) {
    return chunk("fmt ", fmtBody(tag, channels, sampleRateHz, bits));
  }

  /** A WAVE_FORMAT_EXTENSIBLE fmt chunk of 40 bytes. */
  public WavBytes extensible(int tag, int channels, int sampleRateHz, int bits) {
    ByteBuffer body = littleEndian(40).put(fmtBody(0xfffe, channels, sampleRateHz, bits));
    body.putShort((short) 22).putShort((short) bits).putInt(0).putShort((short) tag);
    body.put(
        new byte[] {
          0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71
        });
    return chunk("fmt ", body.array());
  }

  public static byte[] fmtBody(int tag, int channels, int sampleRateHz, int bits) {
    int blockBytes = channels * ((bits + 7) / 8);
    return littleEndian(16)
        .putShort((short) tag)
        .putShort((short) channels)
        .putInt(sampleRateHz)
        .putInt(sampleRateHz * blockBytes)
        .putShort((short) blockBytes)
        .putShort((short) bits)
        .array();
  }

  public WavBytes chunk(String id, byte[] body) {
    return chunk(id, body.length, body).raw(new byte[body.length % 2]);
  }

  /** A chunk that declares another length than it has. */
  public WavBytes chunk(String id, long declared, byte[] body) {
    return raw(id.getBytes(StandardCharsets.ISO_8859_1))
        .raw(littleEndian(4).putInt((int) declared).array())
        .raw(body);
  }

  public WavBytes raw(byte[] bytes) {
    chunks.writeBytes(bytes);
    return this;
  }

  /** The file. */
  public byte[] riff() {
    return riff(chunks.size() + 4L);
  }

  /** The file, declaring another length than it has. */
  public byte[] riff(long declared) {
    ByteBuffer file = littleEndian(12 + chunks.size());
    file.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt((int) declared);
    return file.put("WAVE".getBytes(StandardCharsets.ISO_8859_1)).put(chunks.toByteArray()).array();
  }
}
