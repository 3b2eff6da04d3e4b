package dev.earshot.processor.partition;

/**
 * What a partition takes at most, so that neither a flood of names nor one of garbage grows beyond
 * what it was planned for.
 *
 * @param nodes of which something is kept; frames of one more are dead letters, 1 or more
 * @param lettersPerSecond dead letters in a second of stream time that are all kept, 1 or more
 * @param oneLetterIn of those beyond, one in so many is kept; all are counted, 1 or more
 */
public record PartitionLimits(int nodes, int lettersPerSecond, int oneLetterIn) {
  /** Some 70 MB of states a partition, and at most 100 letters a second and then some. */
  public static final PartitionLimits DEFAULT = new PartitionLimits(20_000, 100, 100);

  public PartitionLimits {
    if (nodes < 1 || lettersPerSecond < 1 || oneLetterIn < 1) {
      throw new IllegalArgumentException(
          "limits of %d nodes, %d dead letters a second, one in %d: each needs to be 1 or more"
              .formatted(nodes, lettersPerSecond, oneLetterIn));
    }
  }
}
