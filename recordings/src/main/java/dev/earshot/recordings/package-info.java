/**
 * Sounds from files and data sets, as 16 kHz mono samples: any WAV that UrbanSound8K holds is read
 * by {@link dev.earshot.recordings.WavFile}, brought to one rate by {@link
 * dev.earshot.recordings.Resampler}, found through {@link dev.earshot.recordings.UrbanSound8K}, and
 * played to simulated nodes through a {@link dev.earshot.recordings.SoundLibrary}.
 */
package dev.earshot.recordings;
