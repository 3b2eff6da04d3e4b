/**
 * A city that needs no data set: backgrounds and events computed from a seed, alike to field
 * recordings in spectrum and level.
 *
 * <p>{@link dev.earshot.recordings.synthetic.SyntheticSounds} chooses; {@code Backgrounds} and
 * {@code Events} hold one method a kind of sound, made of the generators and filters beside them.
 * All of it is plain arithmetic and {@code StrictMath}, so a seed gives the same samples on every
 * machine.
 */
package dev.earshot.recordings.synthetic;
