package dev.earshot.processor.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code page/recording.js}, as a browser runs it, opens what the processor has sealed. */
class RecordingScriptTest {
  private static final Path SCRIPT =
      Path.of("src/main/resources/META-INF/resources/page/recording.js").toAbsolutePath();

  @TempDir private Path directory;

  @BeforeAll
  static void assumeNode() {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
    assumeThat(there).as("Node.js; install it to have the page's script tried").isTrue();
  }

  /** Runs lines that have the module, a key and a recording; what they print. */
  private String run(byte[] recording, String keyPem, String lines) throws Exception {
    Files.copy(SCRIPT, directory.resolve("recording.mjs"));
    Path sealed = Files.write(directory.resolve("sealed"), recording);
    Path key = Files.writeString(directory.resolve("key.pem"), keyPem);
    Path main =
        Files.writeString(
            directory.resolve("main.mjs"),
            """
            import {readFileSync} from 'node:fs';
            import * as recording from './recording.mjs';
            const [sealedFile, keyFile] = process.argv.slice(2);
            const bytes = Uint8Array.from(readFileSync(sealedFile)).buffer;
            const pem = readFileSync(keyFile, 'utf8');
            try {
            %s
            } catch (e) {
              console.log(e instanceof recording.Unopened ? e.message : e.stack);
            }
            """
                .formatted(lines));
    Process process =
        new ProcessBuilder("node", main.toString(), sealed.toString(), key.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }

  private static final String OPEN =
      """
      const {header, samples, wav} = await recording.open(bytes, await recording.importKey(pem));
      console.log(header.anomaly_id, header.gaps[0].from, Array.from(samples, s => s * 32768).join(' '),
          Buffer.from(await wav.arrayBuffer()).toString('base64'));
      """;

  private static String testKey() throws Exception {
    return Files.readString(Recordings.file("test-key.pem"));
  }

  private static byte[] sealed() throws Exception {
    return AudioEnvelope.seal(
        Recordings.GOLDEN_HEADER,
        Recordings.GOLDEN_PCM,
        Recordings.publicKey(),
        new SecureRandom());
  }

  @Test
  void itOpensWhatTheProcessorHasSealedSampleForSample() throws Exception {
    byte[] sealed = sealed();
    byte[] wav = WavBytes.of(AudioEnvelope.open(sealed, Recordings.privateKey()));

    assertThat(run(sealed, testKey(), OPEN))
        .isEqualTo(
            "node-1:7:16000 2 0 1 0 -1 32767 -32768 " + Base64.getEncoder().encodeToString(wav));
  }

  @Test
  void whatWasChangedIsFound() throws Exception {
    byte[] sealed = sealed();
    sealed[sealed.length - 1] ^= 1;

    assertThat(run(sealed, testKey(), OPEN))
        .isEqualTo("The recording is not as it was sealed; fetch it again.");
  }

  @Test
  void anotherKeyIsToldAsThat() throws Exception {
    AudioKeys.write(AudioKeys.make(), directory.resolve("other"));
    String other = Files.readString(directory.resolve("other/private.pem"));

    assertThat(run(sealed(), other, OPEN))
        .isEqualTo("This key does not open it: it was encrypted to another public key.");
  }

  @Test
  void aFileThatIsNoKeyIsToldAsThat() throws Exception {
    assertThat(run(sealed(), "-----BEGIN PUBLIC KEY-----", OPEN))
        .startsWith("That file is no private key");
  }

  @Test
  void whatIsNoRecordingIsToldAsThat() throws Exception {
    assertThat(run(HexFormat.of().parseHex("00".repeat(99)), testKey(), OPEN))
        .startsWith("It is no recording of Earshot's");
  }

  @Test
  void aToneStandsInItsBandOfTheSpectrogram() throws Exception {
    String said =
        run(
            sealed(),
            testKey(),
            """
            const tone = Float32Array.from({length: 4096}, (_, i) => Math.sin(2 * Math.PI * 1000 * i / 16000));
            const columns = recording.spectrogram(tone, 256);
            const loudest = columns[3].indexOf(Math.max(...columns[3]));
            console.log(columns.length, loudest, Math.abs(columns[3][loudest]) < .01, columns[3][loudest + 8] < -60);
            """);

    assertThat(said).isEqualTo("15 32 true true");
  }
}
