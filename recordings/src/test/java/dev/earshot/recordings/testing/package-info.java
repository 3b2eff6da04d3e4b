/**
 * What tests of this and other modules share: the data set's sample, and WAV files made on the
 * spot.
 */
package dev.earshot.recordings.testing;
