package dev.earshot.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.testing.Property;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FrameSignaturesTest {
  private static final HexFormat HEX = HexFormat.of();

  private final FrameSignatures signatures = new FrameSignatures();

  /** RFC 8032, section 7.1, test 3. */
  @Test
  void isWhatTheRfcSays() {
    byte[] key = HEX.parseHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    byte[] value = HEX.parseHex("af82");
    byte[] signature =
        HEX.parseHex(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    assertThat(signatures.isSigned(value, signature, key)).isTrue();
    value[0]++;
    assertThat(signatures.isSigned(value, signature, key)).isFalse();
  }

  @Test
  void whatANodeSignsIsItsOwn() {
    KeyPair key = FrameSignatures.newKey();
    byte[] raw = FrameSignatures.raw(key.getPublic());
    byte[] value = {1, 2, 3};
    byte[] signature = signatures.sign(key.getPrivate(), value);
    assertThat(raw).hasSize(FrameSignatures.KEY_BYTES);
    assertThat(signature).hasSize(FrameSignatures.SIGNATURE_BYTES);
    assertThat(signatures.isKey(raw)).isTrue();
    assertThat(signatures.isSigned(value, signature, raw)).isTrue();
    byte[] other = FrameSignatures.raw(FrameSignatures.newKey().getPublic());
    assertThat(signatures.isSigned(value, signature, other)).isFalse();
  }

  @Test
  void nothingChangedIsStillSigned() {
    KeyPair key = FrameSignatures.newKey();
    byte[] raw = FrameSignatures.raw(key.getPublic());
    byte[] value = new byte[100];
    byte[] signature = signatures.sign(key.getPrivate(), value);
    Property.holds(
        300,
        random -> {
          byte[][] parts = {value.clone(), signature.clone(), raw.clone()};
          byte[] changed = parts[random.nextInt(parts.length)];
          changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
          assertThat(signatures.isSigned(parts[0], parts[1], parts[2])).isFalse();
        });
  }

  /** With such a key, signature (R, S) of the point itself and 0 would be anybody's. */
  @Test
  void aKeyWithWhichAnybodyCanSignIsNone() {
    byte[] one = new byte[FrameSignatures.KEY_BYTES];
    one[0] = 1;
    byte[] anybodys = Arrays.copyOf(one, FrameSignatures.SIGNATURE_BYTES);
    assertThat(signatures.isSigned(new byte[] {7}, anybodys, one)).isTrue();
    assertThat(signatures.isKey(one)).isFalse();
    assertThat(signatures.isKey(new byte[FrameSignatures.KEY_BYTES])).isFalse();
  }

  @Test
  void whateverBytesComeAreJudged() {
    byte[] value = {1};
    for (int length : new int[] {0, 1, 31, 32, 33, 63, 64, 65, 1000}) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) 0xff);
      assertThat(signatures.isSigned(value, bytes, new byte[FrameSignatures.KEY_BYTES])).isFalse();
      assertThat(signatures.isSigned(value, new byte[FrameSignatures.SIGNATURE_BYTES], bytes))
          .isFalse();
      assertThat(signatures.isKey(bytes)).isFalse();
    }
  }
}
