package dev.earshot.processor.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.processor.node.Frame;
import dev.earshot.processor.scope.Columns.Block;
import dev.earshot.v1.PcmEncoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  private static final FrontEndConfig CONFIG = FrontEndConfig.PAPER;
  private static final long START_MICROS = 1_772_366_400_000_000L;
  private static final int SAMPLES = 16_000;

  private final float[] sound = noise();
  private final Columns columns = new Columns(CONFIG);

  private static float[] noise() {
    Random random = new Random(7);
    float[] sound = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      sound[i] = (float) random.nextGaussian() / 10;
    }
    return sound;
  }

  private Frame frame(long session, int from, int to) {
    ByteBuffer pcm = ByteBuffer.allocate((to - from) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = from; i < to; i++) {
      pcm.putFloat(sound[i]);
    }
    long micros = START_MICROS + from * 1_000_000L / CONFIG.sampleRateHz();
    return new Frame(
        "node",
        session,
        from,
        to - from,
        micros,
        micros / 1000,
        PcmEncoding.PCM_F32LE,
        pcm.flip(),
        false);
  }

  private static List<float[]> mfcc(List<Block> blocks) {
    return blocks.stream().flatMap(block -> block.mfcc().stream()).toList();
  }

  private List<Block> take(Frame... frames) {
    List<Block> blocks = new ArrayList<>();
    Arrays.stream(frames).forEach(frame -> columns.take(frame).ifPresent(blocks::add));
    return blocks;
  }

  @Test
  void theyAreTheFrontEndsHoweverTheSoundIsCutAndWhatComesTwiceIsLeftOut() {
    List<Block> blocks =
        take(
            frame(1, 0, 3_200),
            frame(1, 0, 3_200),
            frame(1, 3_000, 7_001),
            frame(1, 2_000, 2_500),
            frame(1, 7_001, SAMPLES));
    assertThat(mfcc(blocks))
        .usingElementComparator((a, b) -> Arrays.equals(a, b) ? 0 : 1)
        .containsExactly(MfccStream.columnsOf(CONFIG, sound));
    assertThat(blocks.get(0).melDb().get(0)).hasSize(CONFIG.melBands());
  }

  @Test
  void aBlockEndsWhereItsLastColumnDoes() {
    Block block = take(frame(1, 0, 3_300)).get(0);
    int columnsIn = CONFIG.columnsIn(3_300);
    long lastSample = CONFIG.frameSamples() + (columnsIn - 1L) * CONFIG.hopSamples();
    assertThat(block.mfcc()).hasSize(columnsIn);
    assertThat(block.endMicros())
        .isEqualTo(START_MICROS + lastSample * 1_000_000 / CONFIG.sampleRateHz());
  }

  @Test
  void aGapAndAnotherSessionBeginAnew() {
    float[] rest = Arrays.copyOfRange(sound, 8_000, SAMPLES);
    float[][] anew = MfccStream.columnsOf(CONFIG, rest);
    take(frame(1, 0, 3_200));
    assertThat(mfcc(take(frame(1, 8_000, SAMPLES))).get(0)).isEqualTo(anew[0]);
    assertThat(mfcc(take(frame(2, 8_000, SAMPLES))).get(0)).isEqualTo(anew[0]);
  }
}
