package dev.earshot.trainer.report;

/**
 * What "TinyML for Acoustic Anomaly Detection in IoT Sensor Networks" (Almaini, Folz and Ashour,
 * arXiv 2603.26135) reports of its model.
 *
 * @param accuracy as the paper rounds it, as is all else
 * @param support clips it was measured on
 */
record PaperFigures(double accuracy, double f1, double rocAuc, int normal, int anomalous) {
  static final int PARAMETERS = 61_825;
  static final int INT8_KILOBYTES = 60;

  /** Before quantisation. */
  static final PaperFigures FLOAT = new PaperFigures(0.95, Double.NaN, 0.991, 3_996, 4_283);

  /** The int8 file. */
  static final PaperFigures INT8 = new PaperFigures(0.91, 0.91, 0.970, 3_996, 4_283);

  int support() {
    return normal + anomalous;
  }
}
