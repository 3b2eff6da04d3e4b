package dev.earshot.city.torture;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/** What a node of the hostile city does when its turn has come, and how often, of 1,000 turns. */
enum Mischief {
  /** A frame that goes on where the one before ended. */
  NONE(945),
  /** Up to a second of sound is lost. */
  SMALL_GAP(6),
  /** Some seconds to minutes of sound are lost, and the clock went on. */
  LONG_GAP(3),
  /** The frame before once more. */
  REPEAT(8),
  /** A frame that begins within the one before. */
  OVERLAP(4),
  /** Two frames, the second one first. */
  SWAP(5),
  /** Another session, from sample 0. */
  RESTART(4),
  /** A frame of the session before. */
  STALE_SESSION(2),
  /** A counter that is off once. */
  DAMAGED_COUNTER(2),
  /** Floats instead of integers, or the other way round. */
  FORMAT(2),
  /** The node's clock jumps, by seconds or hours, for good. */
  CLOCK_JUMP(4),
  /** One time of capture that is a month ahead. */
  CLOCK_FAR_AHEAD(1),
  /** Bytes that are no frame. */
  GARBAGE(4),
  /** A frame without its end. */
  TRUNCATED(3),
  /** A frame of another node under this one's key. */
  WRONG_KEY(1),
  /** A sample rate that no model hears at. */
  WRONG_RATE(1),
  /** A record without a value. */
  NO_VALUE(1),
  /** The node falls silent for a minute or more, its counter with it. */
  SILENCE(4);

  private static final int OF = Arrays.stream(values()).mapToInt(kind -> kind.weight).sum();

  private final int weight;

  Mischief(int weight) {
    this.weight = weight;
  }

  /** Draws one. */
  static Mischief draw(SplittableRandom random) {
    int left = random.nextInt(OF);
    for (Mischief kind : values()) {
      left -= kind.weight;
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the weights come to " + OF);
  }

  /** As the report calls it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
