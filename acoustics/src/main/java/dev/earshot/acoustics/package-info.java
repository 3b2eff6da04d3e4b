/**
 * From PCM to a decision, in plain Java without Kafka, files or a clock: {@link
 * dev.earshot.acoustics.Ear} is the way in. The trainer, the stream processor and the benchmarks
 * all call the code in here, so they can't drift apart.
 */
package dev.earshot.acoustics;
