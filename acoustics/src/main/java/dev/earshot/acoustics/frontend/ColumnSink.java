package dev.earshot.acoustics.frontend;

/** Takes the columns of a front-end as they come. */
@FunctionalInterface
public interface ColumnSink {
  /**
   * One frame's coefficients.
   *
   * @param coefficients {@code [config.coefficients()]}, reused by the caller: valid during the
   *     call only
   * @param endSample how many samples the stream had taken when the frame was complete
   */
  void column(float[] coefficients, long endSample);
}
