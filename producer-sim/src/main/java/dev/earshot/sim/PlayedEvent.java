package dev.earshot.sim;

import java.util.OptionalInt;

/**
 * An event that a node's stream has played to its end. Immutable.
 *
 * @param firstSample index of its first sample in the node's stream
 * @param endSample index of the first sample after it
 * @param label what it is
 * @param anomalous whether an alarm is wanted for it
 * @param source the clip's file name, or how it was made
 * @param fold the data set's fold it is from
 * @param snrDb how far it stands above the background that it lies over, dB of mean power
 */
public record PlayedEvent(
    long firstSample,
    long endSample,
    String label,
    boolean anomalous,
    String source,
    OptionalInt fold,
    double snrDb) {}
