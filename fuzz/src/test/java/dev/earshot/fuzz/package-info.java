/**
 * Fuzz tests of everything that reads bytes nobody vouches for: model files, WAV files, records of
 * Kafka and the saved state of nodes. Whatever the bytes are, they are taken or refused in one
 * line; nothing undeclared is thrown, nothing hangs, and no more is allocated than in proportion to
 * them.
 *
 * <p>As plain tests they run on the inputs under {@code src/test/resources}: what {@link
 * dev.earshot.fuzz.Seeds} wrote, and what fuzzing once found. docs/fuzzing.md says how to go on
 * from there, guided by coverage, for as long as one likes.
 */
package dev.earshot.fuzz;
