package dev.earshot.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.recordings.testing.WavBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavFileTest {
  private static final float[] SAMPLES = {0, 0.5f, -0.5f, 0.25f, -1, 0.9921875f, -0.0078125f};

  static Stream<Arguments> encodings() {
    return Stream.of(1, 2, 6)
        .flatMap(
            channels ->
                Stream.of(
                    Arguments.of(1, 8, channels),
                    Arguments.of(1, 16, channels),
                    Arguments.of(1, 24, channels),
                    Arguments.of(1, 32, channels),
                    Arguments.of(3, 32, channels),
                    Arguments.of(3, 64, channels)));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void everySampleSizeIsReadExactly(int tag, int bits, int channels) throws IOException {
    byte[] data = encoded(SAMPLES, tag, bits, channels);
    byte[] plain = new WavBytes().fmt(tag, channels, 44_100, bits).chunk("data", data).riff();
    byte[] extensible =
        new WavBytes().extensible(tag, channels, 44_100, bits).chunk("data", data).riff();

    assertThat(read(plain).sampleRateHz()).isEqualTo(44_100);
    assertThat(read(plain).mono()).containsExactly(SAMPLES);
    assertThat(read(extensible).mono()).containsExactly(SAMPLES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ms-adpcm-mono",
        "ms-adpcm-stereo",
        "ima-adpcm-mono",
        "ima-adpcm-stereo",
        "a-law-mono",
        "a-law-stereo",
        "mu-law-mono",
        "mu-law-stereo"
      })
  void compressedSamplesAreThoseThatSoxDecodes(String name) throws IOException {
    Recording decodedBySox = read(golden(name + ".decoded.wav"));

    Recording decoded = read(golden(name + ".wav"));

    assertThat(decoded.sampleRateHz()).isEqualTo(decodedBySox.sampleRateHz());
    assertThat(decoded.mono()).containsExactly(decodedBySox.mono(), within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ms-adpcm-stereo", "ima-adpcm-mono", "mu-law-stereo"})
  void aTruncatedCompressedFileGivesTheSoundThatIsThere(String name) throws IOException {
    byte[] whole = golden(name + ".wav");
    float[] samples = read(whole).mono();

    float[] half = read(Arrays.copyOf(whole, whole.length / 2)).mono();

    assertThat(half.length).isBetween(samples.length / 3, samples.length * 2 / 3);
    assertThat(half).containsExactly(Arrays.copyOf(samples, half.length));
  }

  @Test
  void channelsAreMixedByTheirMean() throws IOException {
    ByteBuffer data = WavBytes.littleEndian(8);
    data.putShort((short) 16384)
        .putShort((short) 0)
        .putShort((short) -32768)
        .putShort((short) -32768);

    assertThat(read(new WavBytes().fmt(1, 2, 8000, 16).chunk("data", data.array()).riff()).mono())
        .containsExactly(0.25f, -1f);
  }

  /** A third has no exact float, and three of them are not to be more than a whole. */
  @ParameterizedTest
  @ValueSource(ints = {3, 6, 7, 48, 49})
  void fullScaleOnAllChannelsIsFullScale(int channels) throws IOException {
    ByteBuffer data = WavBytes.littleEndian(2 * channels);
    ByteBuffer block = WavBytes.littleEndian(8 * channels);
    for (int c = 0; c < channels; c++) {
      data.putShort(Short.MIN_VALUE);
      block.putShort(Short.MIN_VALUE).putShort((short) 0);
    }
    byte[] fmt = WavBytes.fmtBody(0x11, channels, 8_000, 4);
    fmt[12] = (byte) (8 * channels);
    fmt[13] = (byte) (8 * channels >> 8);
    byte[] adpcm = new WavBytes().chunk("fmt ", fmt).chunk("data", block.array()).riff();

    assertThat(
            read(new WavBytes().fmt(1, channels, 8_000, 16).chunk("data", data.array()).riff())
                .mono())
        .containsExactly(-1);
    assertThat(read(adpcm).mono()[0]).isEqualTo(-1);
  }

  @Test
  void twelveBitSamplesAreTakenFromTheUpperBitsOfTheirBytes() throws IOException {
    byte[] data = WavBytes.littleEndian(2).putShort((short) 0x4000).array();

    assertThat(read(new WavBytes().fmt(1, 1, 8000, 12).chunk("data", data).riff()).mono())
        .containsExactly(0.5f);
  }

  @Test
  void floatsBeyondFullScaleAreClippedAndThoseThatAreNoNumbersAreSilence() throws IOException {
    ByteBuffer data = WavBytes.littleEndian(20);
    data.putFloat(3f)
        .putFloat(-7f)
        .putFloat(Float.NaN)
        .putFloat(Float.POSITIVE_INFINITY)
        .putFloat(0.5f);

    assertThat(read(new WavBytes().fmt(3, 1, 8000, 32).chunk("data", data.array()).riff()).mono())
        .containsExactly(1f, -1f, 0f, 0f, 0.5f);
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 11_025, 96_000, 192_000})
  void ratesAreKept(int sampleRateHz) throws IOException {
    assertThat(read(WavBytes.pcm16(sampleRateHz, 0.5f)).sampleRateHz()).isEqualTo(sampleRateHz);
  }

  static Stream<Arguments> oddButUsable() {
    byte[] data = encoded(SAMPLES, 1, 16, 1);
    byte[] odd = {1, 2, 3, 4, 5};
    return Stream.of(
        Arguments.of(
            "other chunks around",
            wav().chunk("LIST", odd).chunk("data", data).chunk("id3 ", odd).riff()),
        Arguments.of("no filling byte", wav().chunk("LIST", 5, odd).chunk("data", data).riff()),
        Arguments.of(
            "streamed: lengths unknown",
            wav().chunk("data", 0xffff_ffffL, data).riff(0xffff_ffffL)),
        Arguments.of("cut off before lengths were filled in", wav().chunk("data", 0, data).riff(0)),
        Arguments.of("declares more than there is", wav().chunk("data", 1_000_000, data).riff()),
        Arguments.of(
            "half a sample at the end",
            wav().chunk("data", 1_000_000, Arrays.copyOf(data, 15)).riff()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddButUsable")
  void whatIsThereIsUsed(String what, byte[] file) throws IOException {
    assertThat(read(file).mono()).as(what).containsExactly(SAMPLES);
  }

  static Stream<Arguments> unreadable() {
    byte[] data = new byte[64];
    return Stream.of(
        Arguments.of(new byte[0], "an empty file"),
        Arguments.of("hello, this is no sound".getBytes(), "not a WAV file"),
        Arguments.of(new WavBytes().chunk("data", data).riff(), "without its fmt chunk"),
        Arguments.of(wav().riff(), "without its data chunk"),
        Arguments.of(wav().chunk("data", new byte[0]).riff(), "no samples"),
        Arguments.of(
            new WavBytes().chunk("fmt ", new byte[10]).chunk("data", data).riff(),
            "fmt chunk of 10 bytes"),
        Arguments.of(
            new WavBytes().fmt(0x31, 1, 8000, 16).chunk("data", data).riff(), "encoding 0x0031"),
        Arguments.of(new WavBytes().fmt(1, 0, 8000, 16).chunk("data", data).riff(), "0 channels"),
        Arguments.of(
            new WavBytes().fmt(1, 65535, 8000, 8).chunk("data", data).riff(), "65535 channels"),
        Arguments.of(
            new WavBytes().fmt(1, 1, 0, 16).chunk("data", data).riff(), "sample rate of 0 Hz"),
        Arguments.of(
            new WavBytes().fmt(1, 1, -1, 16).chunk("data", data).riff(),
            "sample rate of 4294967295 Hz"),
        Arguments.of(
            new WavBytes().fmt(1, 1, 8000, 0).chunk("data", data).riff(), "frames of 0 bytes"),
        Arguments.of(
            new WavBytes().fmt(1, 1, 8000, 64).chunk("data", data).riff(),
            "integer samples of 64 bits"),
        Arguments.of(
            new WavBytes().fmt(3, 1, 8000, 16).chunk("data", data).riff(),
            "float samples of 16 bits"),
        Arguments.of(
            new WavBytes().fmt(2, 1, 8000, 4).chunk("data", data).riff(),
            "ADPCM blocks of 1 bytes"),
        Arguments.of(
            new WavBytes()
                .chunk("fmt ", WavBytes.fmtBody(0xfffe, 1, 8000, 16))
                .chunk("data", data)
                .riff(),
            "without its subformat"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unreadable")
  void anUnreadableFileIsRefusedInOneLine(byte[] file, String reason) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UnreadableAudioException.class)
        .hasMessageStartingWith("x.wav: ")
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void ofAnEndlessStreamNoMoreIsReadThanAFileMayHave() {
    AtomicLong read = new AtomicLong();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read.incrementAndGet();
            return 0;
          }
        };

    assertThatThrownBy(() -> WavFile.bytes(endless, "x.wav", 1_000))
        .isInstanceOf(UnreadableAudioException.class)
        .hasMessage("x.wav: it has more than 1,000 bytes, the most that are read");
    assertThat(read).hasValue(1_001);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> WavFile.read(Path.of("nowhere", "a.wav")))
        .isInstanceOf(UnreadableAudioException.class)
        .hasMessage(Path.of("nowhere", "a.wav") + ": no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ms-adpcm-stereo.wav",
        "ima-adpcm-stereo.wav",
        "a-law-mono.wav",
        "ms-adpcm-mono.decoded.wav"
      })
  void damagedBytesGiveSoundOrAnUnreadableFileAndNothingElse(String name) throws IOException {
    byte[] whole = golden(name);
    for (long seed = 0; seed < 3_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int i = random.nextInt(8); i > 0 && damaged.length > 0; i--) {
        int within = random.nextBoolean() ? Math.min(100, damaged.length) : damaged.length;
        damaged[random.nextInt(within)] = (byte) random.nextInt();
      }
      try {
        Recording recording = read(damaged);
        for (float sample : recording.mono()) {
          if (!(Math.abs(sample) <= 1)) {
            throw new AssertionError("seed %d: a sample of %s".formatted(seed, sample));
          }
        }
      } catch (UnreadableAudioException expected) {
        assertThat(expected.getMessage()).startsWith("x.wav: ");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static WavBytes wav() {
    return new WavBytes().fmt(1, 1, 16_000, 16);
  }

  private static Recording read(byte[] file) throws UnreadableAudioException {
    return WavFile.read(new ByteArrayInputStream(file), "x.wav");
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = WavFileTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static byte[] encoded(float[] samples, int tag, int bits, int channels) {
    ByteBuffer data = WavBytes.littleEndian(samples.length * channels * bits / 8);
    for (float sample : samples) {
      for (int c = 0; c < channels; c++) {
        long integer = (long) (sample * (double) (1L << (bits - 1)));
        switch (tag * 100 + bits) {
          case 108 -> data.put((byte) (integer + 128));
          case 116 -> data.putShort((short) integer);
          case 124 -> data.put((byte) integer).putShort((short) (integer >> 8));
          case 132 -> data.putInt((int) integer);
          case 332 -> data.putFloat(sample);
          case 364 -> data.putDouble(sample);
          default -> throw new IllegalArgumentException("tag %d, %d bits".formatted(tag, bits));
        }
      }
    }
    return data.array();
  }
}
