package dev.earshot.acoustics;

import dev.earshot.acoustics.detect.AlarmState;
import dev.earshot.acoustics.level.LevelReading;
import java.util.OptionalLong;

/**
 * What the model and the decision made of one window.
 *
 * @param firstSample the window's first sample in the session
 * @param endSample one past its last sample
 * @param score the model's probability of an anomaly, 0 to 1
 * @param smoothedScore the score as the decision sees it, 0 to 1
 * @param state the alarm after this window
 * @param alarmFirstSample names the open alarm, empty while none is
 * @param level levels of the window
 */
public record ScoredWindow(
    long firstSample,
    long endSample,
    float score,
    float smoothedScore,
    AlarmState state,
    OptionalLong alarmFirstSample,
    LevelReading level) {}
