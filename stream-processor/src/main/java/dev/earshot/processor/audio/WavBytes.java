package dev.earshot.processor.audio;

import dev.earshot.processor.audio.AudioEnvelope.Opened;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A recording as a WAV file of one channel (Microsoft, "Multimedia Programming Interface and Data
 * Specifications 1.0"): its samples as they are, behind 44 bytes. Stateless.
 */
final class WavBytes {
  private static final int HEADER_BYTES = 44;
  private static final int FORMAT_BYTES = 16;
  private static final short PCM = 1;
  private static final short IEEE_FLOAT = 3;

  private WavBytes() {}

  static byte[] of(Opened recording) {
    int sampleBytes = recording.header().sampleBytes();
    int rate = recording.header().sampleRateHz();
    byte[] pcm = recording.pcm();
    ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + pcm.length).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(HEADER_BYTES - 8 + pcm.length).put(ascii("WAVE"));
    wav.put(ascii("fmt ")).putInt(FORMAT_BYTES);
    wav.putShort(sampleBytes == Float.BYTES ? IEEE_FLOAT : PCM).putShort((short) 1);
    wav.putInt(rate).putInt(rate * sampleBytes);
    wav.putShort((short) sampleBytes).putShort((short) (sampleBytes * Byte.SIZE));
    wav.put(ascii("data")).putInt(pcm.length).put(pcm);
    return wav.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
