package dev.earshot.benchmarks;

import dev.earshot.acoustics.Ear;
import dev.earshot.acoustics.ScoredWindow;
import dev.earshot.acoustics.detect.AlarmChange;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.acoustics.model.TfliteScorer;
import java.nio.ByteBuffer;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a usual message (200 ms of sound) costs a node, and what a window costs the model. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EarBenchmark {
  private static final int MESSAGE_SAMPLES = 3_200;

  private final float[] samples = new float[MESSAGE_SAMPLES];
  private TfliteScorer scorer;
  private Ear ear;
  private ByteBuffer state;
  private float[] window;
  private ModelFile model;

  @Setup
  public void open() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextInt(-3_277, 3_278) / 32_768f;
    }
    model = ShippedModel.load();
    scorer = new TfliteScorer(model);
    ear = new Ear(model.metadata(), scorer);
    ear.begin(0, model.metadata().decision());
    state = ByteBuffer.allocate(ear.stateBytes());
    window = new float[model.metadata().inputValues()];
  }

  @TearDown
  public void close() {
    scorer.close();
  }

  /** A message of 200 ms: ten columns, one or two windows, level and decision. */
  @Benchmark
  public void message(Blackhole blackhole) {
    ear.push(samples, 0, samples.length, listener(blackhole));
  }

  /**
   * The same with the node's state taken up before and put aside after it, as the processor does.
   */
  @Benchmark
  public void messageWithState(Blackhole blackhole) {
    ear.push(samples, 0, samples.length, listener(blackhole));
    state.clear();
    ear.save(state);
    state.flip();
    ear.restore(state, model.metadata().decision());
  }

  /** One window through the int8 model. */
  @Benchmark
  public float window() {
    return scorer.score(window);
  }

  private static Ear.Listener listener(Blackhole blackhole) {
    return new Ear.Listener() {
      @Override
      public void window(ScoredWindow scored) {
        blackhole.consume(scored);
      }

      @Override
      public void alarm(AlarmChange change) {
        blackhole.consume(change);
      }
    };
  }
}
