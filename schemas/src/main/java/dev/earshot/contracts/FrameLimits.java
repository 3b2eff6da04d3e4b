package dev.earshot.contracts;

import java.time.Duration;

/** The limits of a {@code PcmFrame}, as its schema says them; beyond them it is a dead letter. */
public final class FrameLimits {
  /** The most characters of a node's id. */
  public static final int NODE_ID_CHARACTERS_MAX = 128;

  /** The least sound in one message. */
  public static final Duration SHORTEST = Duration.ofMillis(10);

  /** The most sound in one message. */
  public static final Duration LONGEST = Duration.ofSeconds(2);

  private FrameLimits() {}
}
