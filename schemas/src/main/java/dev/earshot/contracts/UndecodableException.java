package dev.earshot.contracts;

/** A message that is not what its topic's contract says; {@link #problem()} tells in which way. */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** In which way a message is wrong. */
  public enum Problem {
    /** It does not start with the two bytes that mark Avro's single-object encoding. */
    NOT_SINGLE_OBJECT,
    /** Its schema's fingerprint is none that the reader knows of this type. */
    UNKNOWN_SCHEMA,
    /** It ends before what it announces: cut short, or a length in it is absurd. */
    TRUNCATED,
    /** A value in it is one that no writer of its schema can have written. */
    DAMAGED,
    /** Bytes are left over after the record. */
    TRAILING_BYTES
  }

  private final Problem problem;

  UndecodableException(Problem problem, String detail) {
    this(problem, detail, null);
  }

  UndecodableException(Problem problem, String detail, Throwable cause) {
    super(problem + ": " + detail, cause);
    this.problem = problem;
  }

  /** In which way the message is wrong. */
  public Problem problem() {
    return problem;
  }
}
