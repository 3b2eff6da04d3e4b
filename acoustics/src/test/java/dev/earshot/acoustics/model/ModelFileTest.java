package dev.earshot.acoustics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.acoustics.testing.Seeded;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
  private static final ModelFile SHIPPED = ShippedModel.load();

  @Test
  void theShippedModelIsThePapersNetwork() {
    assertThat(SHIPPED.operators())
        .containsExactly("FULLY_CONNECTED", "FULLY_CONNECTED", "FULLY_CONNECTED", "LOGISTIC");
    assertThat(SHIPPED.parameters()).isEqualTo(61_697);
    assertThat(SHIPPED.metadata().inputValues()).isEqualTo(416);
    assertThat(SHIPPED.metadata().training().testFolds()).isNotEmpty();
    assertThat(SHIPPED.metadata().quality())
        .anySatisfy(quality -> assertThat(quality.protocol()).isEqualTo("folds"));
  }

  @Test
  void theIdIsOfTheBytes() throws InvalidModelException {
    assertThat(ModelFile.parse(SHIPPED.bytes()).id())
        .isEqualTo(SHIPPED.id())
        .matches("[a-z-]+-[0-9a-f]{12}");
  }

  @Test
  void theArenaHoldsTheActivationsAtLeast() {
    assertThat(SHIPPED.arenaBytes()).isBetween(416 + 128, 8_192);
  }

  @Test
  void foreignFilesAreRefusedByWhatIsWrongWithThem() {
    assertThatThrownBy(
            () -> ModelFile.parse("RIFF....WAVEfmt ".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("it is not a TensorFlow Lite file (no TFL3 mark)");
    assertThatThrownBy(() -> ModelFile.parse(new byte[0]))
        .isInstanceOf(InvalidModelException.class);
    assertThatThrownBy(() -> ModelFile.parse(new byte[ModelFile.MOST_BYTES + 1]))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("it has more than 16,777,216 bytes, the most that are read");
  }

  @Test
  void ofAnEndlessStreamNoMoreIsReadThanAModelMayHave() {
    AtomicLong read = new AtomicLong();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read.incrementAndGet();
            return 0;
          }
        };

    assertThatThrownBy(() -> ModelFile.read(endless))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("it has more than 16,777,216 bytes, the most that are read");
    assertThat(read).hasValue(ModelFile.MOST_BYTES + 1);
  }

  @Test
  void aStreamIsReadToItsEndWhateverPiecesItComesIn() throws Exception {
    byte[] bytes = SHIPPED.bytes();
    InputStream inTwo =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes, 0, 1_000),
            new ByteArrayInputStream(bytes, 1_000, bytes.length - 1_000));

    assertThat(ModelFile.read(inTwo).id()).isEqualTo(SHIPPED.id());
  }

  @Test
  void aFileCutShortIsRefused() {
    byte[] bytes = SHIPPED.bytes();
    for (int length = 0; length < bytes.length; length += 997) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> new TfliteScorer(ModelFile.parse(cut)))
          .as("%d bytes", length)
          .isInstanceOfAny(InvalidModelException.class, IllegalStateException.class);
    }
  }

  /** Whatever is damaged, the file is refused or says something; nothing undeclared is thrown. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aDamagedFileThrowsNothingUndeclared(long seed) {
    SplittableRandom random = Seeded.random(seed);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] damaged = SHIPPED.bytes();
      for (int n = random.nextInt(1, 8); n > 0; n--) {
        // the offsets stand at the front, and again behind the weights
        int at =
            random.nextBoolean()
                ? random.nextInt(2_000)
                : damaged.length - 1 - random.nextInt(4_000);
        damaged[at] = (byte) random.nextInt(256);
      }
      try {
        ModelFile.parse(damaged);
      } catch (InvalidModelException e) {
        assertThat(e.getMessage()).startsWith("it");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  /** Byte 340 is the buffer of a weight tensor: TensorFlow Lite itself ends with a signal there. */
  @Test
  void aWeightTensorWithoutItsDataIsRefused() {
    int refused = 0;
    for (int at = 8; at < 2_000; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = SHIPPED.bytes();
        flipped[at] ^= (byte) (1 << bit);
        try {
          ModelFile.parse(flipped);
        } catch (InvalidModelException e) {
          refused += e.getMessage().matches("its (tensor|operator) .*") ? 1 : 0;
        }
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void metadataOutOfBoundsIsNamed() {
    String json = new String(SHIPPED.metadata().toJson(), StandardCharsets.UTF_8);

    assertThatThrownBy(() -> parse(json.replace("\"window_columns\":32", "\"window_columns\":0")))
        .hasMessageContaining("window_columns is 0, needs to be 1 to 4096");
    assertThatThrownBy(() -> parse(json.replace("\"window_columns\":32,", "")))
        .hasMessageContaining("window_columns");
    assertThatThrownBy(() -> parse("{"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("its metadata is damaged");
  }

  @Test
  void metadataComesBackAsItWasAndKeysOfLaterVersionsArePassedOver() throws InvalidModelException {
    ModelMetadata metadata = SHIPPED.metadata();
    String json = new String(metadata.toJson(), StandardCharsets.UTF_8);

    assertThat(parse(json)).isEqualTo(metadata);
    assertThat(parse("{\"later\":[1]," + json.substring(1))).isEqualTo(metadata);
  }

  private static ModelMetadata parse(String json) throws InvalidModelException {
    return ModelMetadata.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
