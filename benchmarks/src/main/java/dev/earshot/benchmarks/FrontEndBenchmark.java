package dev.earshot.benchmarks;

import be.tarsos.dsp.util.fft.FloatFFT;
import dev.earshot.acoustics.frontend.ColumnSink;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.acoustics.level.LevelMeter;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What one column (a hop of 20 ms of sound) costs, part by part. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FrontEndBenchmark {
  private static final FrontEndConfig CONFIG = FrontEndConfig.PAPER;

  private final float[] hop = new float[CONFIG.hopSamples()];
  private static final int PART_SAMPLES = Integer.lowestOneBit(CONFIG.frameSamples());

  private final float[] part = new float[PART_SAMPLES];
  private final FloatFFT fft = new FloatFFT(PART_SAMPLES);
  private final MfccStream mfcc = new MfccStream(CONFIG);
  private final LevelMeter level = new LevelMeter(CONFIG.sampleRateHz(), CONFIG.hopSamples(), 33);

  @Setup
  public void makeNoise() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < hop.length; i++) {
      hop[i] = random.nextInt(-3_277, 3_278) / 32_768f;
    }
  }

  /** A column of MFCCs. */
  @Benchmark
  public void mfccColumn(Blackhole blackhole) {
    ColumnSink sink = (coefficients, end) -> blackhole.consume(coefficients);
    mfcc.push(hop, 0, hop.length, sink);
  }

  /** TarsosDSP's transforms of a column alone, five of 128: the part of it that is not ours. */
  @Benchmark
  public void transformsAlone(Blackhole blackhole) {
    for (int i = 0; i < CONFIG.frameSamples() / PART_SAMPLES; i++) {
      System.arraycopy(hop, i, part, 0, PART_SAMPLES);
      fft.realForward(part);
      blackhole.consume(part);
    }
  }

  /** A hop of the level meter. */
  @Benchmark
  public void levelHop() {
    level.push(hop, 0, hop.length);
  }
}
