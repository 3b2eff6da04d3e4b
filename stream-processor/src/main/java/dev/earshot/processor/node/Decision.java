package dev.earshot.processor.node;

import dev.earshot.acoustics.detect.Stretch;

/**
 * A stretch of what a node's decision saw, in time.
 *
 * @param session the node's session
 * @param fromMicros event time of its first sample, microseconds since the epoch
 * @param toMicros event time of its end
 * @param stretch what was seen, and what it led to
 */
public record Decision(long session, long fromMicros, long toMicros, Stretch stretch) {}
