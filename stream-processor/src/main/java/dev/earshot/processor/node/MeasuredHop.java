package dev.earshot.processor.node;

import dev.earshot.acoustics.level.HopLevel;

/**
 * A hop of a calibrated node's sound.
 *
 * @param fromMicros when it begins, event time
 * @param level what was measured, relative to full scale
 * @param sampleRateHz of the sound
 * @param calibrationOffsetDb what to add to dBFS for dB SPL
 */
public record MeasuredHop(
    long fromMicros, HopLevel level, int sampleRateHz, float calibrationOffsetDb) {}
