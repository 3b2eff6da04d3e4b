package dev.earshot.trainer.network;

/**
 * What one step learns from.
 *
 * @param windows {@code [n][inputs]}, standardised
 * @param truths {@code [n]}: the share of each that is anomalous, 0 or 1 where nothing was mixed
 * @param weights {@code [n]}: how much each counts, 1 on average over an epoch
 */
record Batch(float[][] windows, float[] truths, float[] weights) {
  int size() {
    return windows.length;
  }
}
