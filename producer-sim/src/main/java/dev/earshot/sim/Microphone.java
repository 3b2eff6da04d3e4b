package dev.earshot.sim;

/**
 * A line that gives what a microphone hears: 16 kHz, 16 bits, one channel. It keeps a bounded
 * number of samples until they are read and loses what does not fit. Who opens one closes it.
 */
interface Microphone extends AutoCloseable {
  /** What it is called. */
  String name();

  /** How many samples it keeps at most until they are read. */
  int keepsSamples();

  /**
   * Waits until so many samples are there, and takes them.
   *
   * @return how many: fewer than the array holds once it has been closed
   */
  int read(short[] into);

  /** How many samples wait to be read. */
  int waitingSamples();

  /** Stops it; whoever waits for samples gets what is there. From any thread, more than once. */
  @Override
  void close();
}
