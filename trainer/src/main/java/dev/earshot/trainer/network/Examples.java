package dev.earshot.trainer.network;

/**
 * What a network is trained or checked on: windows and what each is. Immutable by convention: the
 * arrays are not copied and must not be changed.
 *
 * @param windows standardised, each flattened column by column
 * @param anomalous one truth a window
 */
public record Examples(float[][] windows, boolean[] anomalous) {
  /** Checks that there are windows, and a truth for each. */
  public Examples {
    if (windows.length == 0 || windows.length != anomalous.length) {
      throw new IllegalArgumentException(
          windows.length + " windows beside " + anomalous.length + " truths");
    }
  }

  /** How many windows there are. */
  public int size() {
    return windows.length;
  }
}
