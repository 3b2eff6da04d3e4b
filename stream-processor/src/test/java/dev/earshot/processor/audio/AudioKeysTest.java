package dev.earshot.processor.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.console.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AudioKeysTest {
  @TempDir private Path directory;

  @Test
  void aPairIsReadAsItWasWritten() {
    KeyPair pair = AudioKeys.make();
    AudioKeys.write(pair, directory);

    assertThat(AudioKeys.readPublic("--audio-key", directory.resolve("public.pem")))
        .isEqualTo(pair.getPublic());
    assertThat(AudioKeys.readPrivate("--key", directory.resolve("private.pem")))
        .isEqualTo(pair.getPrivate());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nobodyElseOnTheMachineMayReadThePrivateKey() throws Exception {
    AudioKeys.write(AudioKeys.make(), directory);

    assertThat(Files.getPosixFilePermissions(directory.resolve("private.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void keysThatAreThereAreNeverOverwritten() throws Exception {
    AudioKeys.write(AudioKeys.make(), directory);
    byte[] before = Files.readAllBytes(directory.resolve("private.pem"));

    assertThatThrownBy(() -> AudioKeys.write(AudioKeys.make(), directory))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("is there already");
    assertThat(directory.resolve("private.pem")).hasBinaryContent(before);
  }

  @Test
  void aFileThatIsNoKeyIsNamedWithoutWhatIsInIt() throws Exception {
    Path secret = Recordings.file("test-key.pem");
    String body = Files.readAllLines(secret).get(3);

    assertThatThrownBy(() -> AudioKeys.readPublic("--audio-key", secret))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("--audio-key " + secret + " is no public RSA key in PEM")
        .hasMessageNotContaining(body);
    assertThatThrownBy(() -> AudioKeys.readPrivate("--key", directory.resolve("none.pem")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("cannot read --key");
  }
}
