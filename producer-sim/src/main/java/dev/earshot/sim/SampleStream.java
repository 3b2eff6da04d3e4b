package dev.earshot.sim;

import java.util.List;

/** What a node hears, sample by sample: 16 bits at 16 kHz, mono. For one thread. */
interface SampleStream {
  /** Index of the sample that is read next. */
  long position();

  /** Fills a part of {@code into} with the samples that come next. */
  void read(short[] into, int offset, int length);

  /** Whether {@link #takeFinished} may ever tell of one. */
  boolean tellsEvents();

  /** The events that have ended since this was last called, in the order of time. */
  List<PlayedEvent> takeFinished();
}
