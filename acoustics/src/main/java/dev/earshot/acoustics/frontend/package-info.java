/** From PCM to mel-frequency cepstral coefficients, as librosa computes them, in a stream. */
package dev.earshot.acoustics.frontend;
