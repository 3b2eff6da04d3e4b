package dev.earshot.testing;

import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Tries a claim on many random cases. Each case has a seed of its own, the seeds are the same in
 * every run, and a failure says which one it was and the command that repeats that case alone.
 *
 * <pre>{@code
 * @Test
 * void sortingKeepsTheLength() {
 *   Property.holds(200, random -> assertThat(sorted(list(random))).hasSize(...));
 * }
 * }</pre>
 */
public final class Property {
  private static final String SEED = "earshot.seed";

  /** A claim on one case. */
  @FunctionalInterface
  public interface Claim {
    /**
     * @param random what the case is to be made from, and nothing else
     */
    void on(SplittableRandom random) throws Exception;
  }

  private Property() {}

  /** Tries the claim on so many cases, or on that of {@code -Dearshot.seed=N} alone. */
  public static void holds(int cases, Claim claim) {
    Long only = Long.getLong(SEED);
    long first = only == null ? 1 : only;
    long last = only == null ? cases : only;
    for (long seed = first; seed <= last; seed++) {
      try {
        claim.on(new SplittableRandom(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("with seed " + seed + "; again: " + again(seed) + "\n" + e, e);
      }
    }
  }

  private static String again(long seed) {
    StackTraceElement test =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .filter(frame -> !frame.getClassName().equals(Property.class.getName()))
                        .findFirst()
                        .orElseThrow())
            .toStackTraceElement();
    String simpleName = test.getClassName().substring(test.getClassName().lastIndexOf('.') + 1);
    return command(simpleName + "#" + test.getMethodName(), seed);
  }

  /**
   * The command that runs a test of the module at hand with this seed alone.
   *
   * @param test {@code Class#method}
   */
  public static String command(String test, long seed) {
    String module = Path.of("").toAbsolutePath().getFileName().toString();
    return String.format(
        "mvn test -pl %s -am -Dtest=%s -D%s=%d -Dsurefire.failIfNoSpecifiedTests=false",
        module, test, SEED, seed);
  }
}
