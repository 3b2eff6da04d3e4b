/**
 * Sound on request: the seconds around an alarm, encrypted to a public key before they are kept
 * anywhere, and deleted by count, size and age. Off unless it was asked for.
 *
 * <p>Pure, and tested by themselves: {@link dev.earshot.processor.audio.AudioEnvelope} (the
 * format), {@link dev.earshot.processor.audio.SoundAssembly} (samples from frames), {@link
 * dev.earshot.processor.audio.KeptAudioIndex} (what is there, and what is to go). The rest carries
 * records to them: {@link dev.earshot.processor.audio.AudioKeeper} and {@link
 * dev.earshot.processor.audio.KeptAudioReader}, each with a thread and clients of its own, so that
 * the topology pays nothing for it.
 */
package dev.earshot.processor.audio;
