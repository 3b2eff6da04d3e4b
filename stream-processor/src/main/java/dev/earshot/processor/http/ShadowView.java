package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.partition.ShadowReport.Figures;

/** {@link Figures} as JSON; what they mean stands there. */
@JsonNaming(SnakeCaseStrategy.class)
record ShadowView(
    long windows,
    double meanDifference,
    double meanAbsoluteDifference,
    double largestDifference,
    long windowsUnderBothAlarms,
    long windowsUnderLiveAlarmAlone,
    long windowsUnderShadowAlarmAlone,
    long alarmsOpenedLive,
    long alarmsOpenedShadow,
    long failures) {
  static ShadowView of(Figures figures) {
    return new ShadowView(
        figures.windows(),
        figures.meanDifference(),
        figures.meanAbsoluteDifference(),
        figures.largestDifference(),
        figures.underBoth(),
        figures.underLiveAlone(),
        figures.underShadowAlone(),
        figures.openedLive(),
        figures.openedShadow(),
        figures.failures());
  }
}
