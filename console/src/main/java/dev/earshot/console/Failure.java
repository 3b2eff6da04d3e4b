package dev.earshot.console;

/**
 * Something the user can mend: a folder that is not there, a port in use, no cluster at an address.
 * {@link EarshotCommand#run} prints its message as one line on standard error, without a stack
 * trace, and exits with {@link #exitCode()}.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Failure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /**
   * The machine, a file or a cluster is not as it should be (exit code 1).
   *
   * @param message one line: what is wrong, and what to do about it
   */
  public static Failure because(String message) {
    return new Failure(1, message, null);
  }

  /** As {@link #because(String)}, keeping the cause for {@code --verbose}. */
  public static Failure because(String message, Throwable cause) {
    return new Failure(1, message, cause);
  }

  /**
   * An option's value makes no sense (exit code 2).
   *
   * @param message one line: the value, the bound and the option's name
   */
  public static Failure usage(String message) {
    return new Failure(2, message, null);
  }

  /** 1 for a broken surrounding, 2 for wrong usage. */
  public int exitCode() {
    return exitCode;
  }
}
