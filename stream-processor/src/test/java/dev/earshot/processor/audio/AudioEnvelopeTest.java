package dev.earshot.processor.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.processor.audio.AudioEnvelope.Opened;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AudioEnvelopeTest {
  private static byte[] sealed() throws Exception {
    return AudioEnvelope.seal(
        Recordings.GOLDEN_HEADER,
        Recordings.GOLDEN_PCM,
        Recordings.publicKey(),
        new SecureRandom());
  }

  @Test
  void whatWasSealedByWebCryptoInFormat1IsOpened() throws Exception {
    Opened opened = AudioEnvelope.open(Recordings.golden(), Recordings.privateKey());

    assertThat(opened.header()).isEqualTo(Recordings.GOLDEN_HEADER);
    assertThat(opened.pcm()).isEqualTo(Recordings.GOLDEN_PCM);
  }

  @Test
  void whatIsSealedIsOpenedByItsPrivateKey() throws Exception {
    Opened opened = AudioEnvelope.open(sealed(), Recordings.privateKey());

    assertThat(opened.header()).isEqualTo(Recordings.GOLDEN_HEADER);
    assertThat(opened.pcm()).isEqualTo(Recordings.GOLDEN_PCM);
  }

  @Test
  void everyRecordingHasAKeyOfItsOwn() throws Exception {
    assertThat(Arrays.copyOfRange(sealed(), 300, 400))
        .isNotEqualTo(Arrays.copyOfRange(sealed(), 300, 400));
  }

  @Test
  void anotherPrivateKeyDoesNotOpenIt() throws Exception {
    byte[] sealed = sealed();

    assertThatThrownBy(() -> AudioEnvelope.open(sealed, AudioKeys.make().getPrivate()))
        .isInstanceOf(UnopenedException.class)
        .hasMessageContaining("encrypted to another public key");
  }

  /** Header, wrapped key, nonce, samples, tag: whatever it is. */
  @Test
  void aByteThatWasChangedIsFoundWhereverItStands() throws Exception {
    byte[] golden = Recordings.golden();
    for (int i = 0; i < golden.length; i++) {
      byte[] changed = golden.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> AudioEnvelope.open(changed, Recordings.privateKey()))
          .as("byte " + i)
          .isInstanceOf(UnopenedException.class);
    }
  }

  @Test
  void aHeaderOfTheSameLengthThatNamesAnotherNodeIsFound() throws Exception {
    byte[] golden = Recordings.golden();
    String text = new String(golden, StandardCharsets.ISO_8859_1);
    byte[] changed =
        text.replace("\"node_id\":\"node-1\"", "\"node_id\":\"node-2\"")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(changed).hasSameSizeAs(golden).isNotEqualTo(golden);
    assertThatThrownBy(() -> AudioEnvelope.open(changed, Recordings.privateKey()))
        .isInstanceOf(UnopenedException.class)
        .hasMessageContaining("not as it was sealed");
  }

  @Test
  void whatIsCutShortIsNoRecording() throws Exception {
    byte[] golden = Recordings.golden();
    for (int length = 0; length < golden.length; length++) {
      byte[] cut = Arrays.copyOf(golden, length);
      assertThatThrownBy(() -> AudioEnvelope.open(cut, Recordings.privateKey()))
          .as(length + " bytes")
          .isInstanceOf(UnopenedException.class);
    }
  }

  @Test
  void samplesThatAreNotAsTheHeaderSaysAreNotSealed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AudioEnvelope.seal(
                    Recordings.GOLDEN_HEADER,
                    new byte[11],
                    Recordings.publicKey(),
                    new SecureRandom()));
  }

  @Test
  void asAWavFileItHasTheSamplesAsTheyAre() throws Exception {
    byte[] wav = WavBytes.of(AudioEnvelope.open(Recordings.golden(), Recordings.privateKey()));

    assertThat(wav).hasSize(44 + 12).endsWith(Recordings.GOLDEN_PCM);
    assertThat(new String(wav, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
  }
}
