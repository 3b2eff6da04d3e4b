package dev.earshot.acoustics.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The reference vectors under {@code src/test/resources/golden}, computed with librosa. */
public final class Golden {
  private static final int WAV_HEADER_BYTES = 44;

  private Golden() {}

  public static List<String> syntheticNames() {
    return List.of(
        "chirp-50-to-7950hz",
        "clipped-square-200hz",
        "dc-half-scale",
        "exactly-one-frame",
        "impulse-every-100ms",
        "one-lsb-noise",
        "shorter-than-a-window",
        "silence",
        "tone-440hz",
        "tone-7900hz-quiet",
        "white-noise");
  }

  /** Empty bands of a pure tone or a chirp lie at the noise floor of single precision. */
  public static float tolerance(String name) {
    return name.startsWith("tone") || name.startsWith("chirp") ? 0.1f : 0.01f;
  }

  public static float[][] csv(String path) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(path), StandardCharsets.UTF_8))) {
      return reader.lines().map(Golden::row).toArray(float[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] row(String line) {
    String[] cells = line.split(",");
    float[] row = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = Float.parseFloat(cells[i]);
    }
    return row;
  }

  /** The samples of a 16-bit mono WAV with the plain header of 44 bytes, full scale 1. */
  public static float[] wav(String path) {
    try (InputStream in = open(path)) {
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      bytes.position(WAV_HEADER_BYTES);
      float[] samples = new float[bytes.remaining() / Short.BYTES];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = bytes.getShort() / 32_768f;
      }
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String path) {
    return Objects.requireNonNull(
        Golden.class.getResourceAsStream("/golden/" + path), () -> "no golden vector " + path);
  }
}
