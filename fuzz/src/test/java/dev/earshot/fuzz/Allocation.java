package dev.earshot.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** Holds what a call allocates on the heap against a bound that follows from its input. */
final class Allocation {
  /** Room for what a call takes whatever its input: exceptions with their stacks, messages. */
  static final long FIXED_BYTES = 256 << 10;

  /** While it fuzzes, Jazzer takes notes of every comparison, on the heap of the same thread. */
  private static final int TIMES_OF_TRACING = System.getenv("JAZZER_FUZZ") == null ? 1 : 16;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /**
   * Makes a call that gives the same however often it is made.
   *
   * @throws AssertionError where it allocates more than {@link #FIXED_BYTES} and this
   */
  static <T> T within(long inProportionBytes, Supplier<T> call) {
    long mostBytes = TIMES_OF_TRACING * (FIXED_BYTES + inProportionBytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    T result = call.get();
    if (THREADS.getCurrentThreadAllocatedBytes() - before <= mostBytes) {
      return result;
    }
    // once more: the first call of its kind loads classes
    before = THREADS.getCurrentThreadAllocatedBytes();
    result = call.get();
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (bytes > mostBytes) {
      throw new AssertionError(
          "allocates %,d bytes, at most %,d are in proportion".formatted(bytes, mostBytes));
    }
    return result;
  }
}
