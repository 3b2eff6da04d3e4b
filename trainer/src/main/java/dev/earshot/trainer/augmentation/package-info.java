/**
 * Clips as they might have been recorded elsewhere: louder or softer, in noise, over another
 * street's background. What is altered is the sound, before the front-end.
 */
package dev.earshot.trainer.augmentation;
