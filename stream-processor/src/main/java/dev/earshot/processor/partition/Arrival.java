package dev.earshot.processor.partition;

/**
 * What a partition's life takes of a record of the topic of frames.
 *
 * @param key null where the record has none
 * @param value null where the record has none
 * @param timestampMs the record's timestamp, milliseconds since the epoch, not negative
 */
public record Arrival(byte[] key, byte[] value, long timestampMs) {}
