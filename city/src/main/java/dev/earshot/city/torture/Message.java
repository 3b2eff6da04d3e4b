package dev.earshot.city.torture;

import java.util.Optional;

/**
 * One record for the topic of frames; its arrays are nobody's to change.
 *
 * @param value empty for a record without any
 * @param timestampMs milliseconds since the epoch
 */
record Message(byte[] key, Optional<byte[]> value, long timestampMs) {}
