package dev.earshot.benchmarks;

import dev.earshot.contracts.FrameSignatures;
import java.security.KeyPair;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to sign a message, and to look whether a node has signed it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SignatureBenchmark {
  private static final int BYTES_A_MILLISECOND = 32;
  private static final int BYTES_BESIDE_THE_SOUND = 60;

  /** Sound in the message. */
  @Param({"200", "1000"})
  private int milliseconds;

  private final FrameSignatures signatures = new FrameSignatures();
  private KeyPair key;
  private byte[] rawKey;
  private byte[] value;
  private byte[] signature;

  @Setup
  public void sign() {
    value = new byte[milliseconds * BYTES_A_MILLISECOND + BYTES_BESIDE_THE_SOUND];
    new SplittableRandom(1).nextBytes(value);
    key = FrameSignatures.newKey();
    rawKey = FrameSignatures.raw(key.getPublic());
    signature = signatures.sign(key.getPrivate(), value);
  }

  /** What a processor does with every frame. */
  @Benchmark
  public boolean verify() {
    return signatures.isSigned(value, signature, rawKey);
  }

  /** What a node does, with the JDK's code; its own will be in C. */
  @Benchmark
  public byte[] signing() {
    return signatures.sign(key.getPrivate(), value);
  }
}
