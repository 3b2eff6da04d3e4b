package dev.earshot.acoustics.level;

/**
 * What a {@link LevelMeter} measured over one hop, as powers relative to full scale 1.
 *
 * @param samples in the hop
 * @param squares sum of the squares of its A-weighted samples
 * @param fastSquare A-weighted power with the fast time-weighting, at the hop's end
 * @param fastMaxSquare the highest of those within the hop
 * @param settled whether the time-weighting has heard enough to be read: just after the meter's
 *     start it still rises from nothing
 */
public record HopLevel(
    int samples, double squares, double fastSquare, double fastMaxSquare, boolean settled) {}
