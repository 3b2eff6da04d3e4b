package dev.earshot.processor.audio;

import dev.earshot.processor.TestNode;
import dev.earshot.processor.audio.AudioHeader.Gap;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.Level;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** What tests of kept sound have in common. */
final class Recordings {
  private Recordings() {}

  static Path file(String name) throws IOException {
    Path copy = Files.createTempFile("earshot", name);
    copy.toFile().deleteOnExit();
    return Files.write(copy, bytes(name));
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = Recordings.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  /** A key for tests: everybody has it. */
  static PrivateKey privateKey() throws IOException {
    return AudioKeys.readPrivate("--key", file("test-key.pem"));
  }

  static PublicKey publicKey() throws IOException {
    return AudioKeys.readPublic("--audio-key", file("test-key.public.pem"));
  }

  /** A recording that a browser's WebCrypto has sealed to the test's key, in format 1. */
  static byte[] golden() throws IOException {
    String hex = new String(bytes("envelope.1.hex"), StandardCharsets.US_ASCII);
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  static final AudioHeader GOLDEN_HEADER =
      new AudioHeader(
          "node-1:7:16000",
          "node-1",
          7,
          8_000,
          6,
          16_000,
          "PCM_S16LE",
          "2026-03-01T11:59:59.500Z",
          "2026-03-01T12:00:00Z",
          "2026-03-01T12:00:02Z",
          false,
          List.of(new Gap(2, 1)));

  static final byte[] GOLDEN_PCM =
      HexFormat.of().parseHex("0000" + "0100" + "0000" + "ffff" + "ff7f" + "0080");

  /** The last event of an anomaly of node-1 in session 1. */
  static AnomalyEvent closed(long firstSample, double seconds) {
    return AnomalyEvent.newBuilder()
        .setAnomalyId("node-1:1:" + firstSample)
        .setNodeId("node-1")
        .setSession(1)
        .setFirstSample(firstSample)
        .setPhase(AnomalyPhase.CLOSED)
        .setRevision(1)
        .setStartedAt(at(firstSample))
        .setUpdatedAt(at(firstSample).plusMillis(Math.round(seconds * 1e3)))
        .setEndedAt(at(firstSample).plusMillis(Math.round(seconds * 1e3)))
        .setDurationS(seconds)
        .setPeakScore(1)
        .setMeanScore(1)
        .setLevel(Level.newBuilder().setLaeqDbfs(-20).setLafmaxDbfs(-10).setPeakDbfs(-5).build())
        .setModelId("model")
        .setThreshold(0.5f)
        .build();
  }

  private static Instant at(long sample) {
    return TestNode.START.plusNanos(sample * 1_000_000_000L / TestNode.RATE_HZ);
  }
}
