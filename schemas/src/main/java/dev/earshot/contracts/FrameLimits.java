package dev.earshot.contracts;

import java.time.Duration;

/**
 * The limits of a {@code PcmFrame}, as its schema says them, besides {@link NodeId}; beyond them it
 * is a dead letter.
 */
public final class FrameLimits {
  /** The most bytes that a message takes besides its samples: a header, numbers, the node's id. */
  public static final int ENVELOPE_BYTES_MAX = 1_024;

  /** The least sound in one message. */
  public static final Duration SHORTEST = Duration.ofMillis(10);

  /** The most sound in one message. */
  public static final Duration LONGEST = Duration.ofSeconds(2);

  private FrameLimits() {}
}
