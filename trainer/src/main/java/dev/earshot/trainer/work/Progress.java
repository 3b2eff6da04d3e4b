package dev.earshot.trainer.work;

/** Hears how far long work has come. */
public interface Progress {
  /** Says nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void say(String line) {}

        @Override
        public Task begin(String name, long steps) {
          return new Task() {
            @Override
            public void step(String note) {}

            @Override
            public void close() {}
          };
        }
      };

  /** One line about what is being done, or what came of it. */
  void say(String line);

  /**
   * Work of a known length begins.
   *
   * @param name what is done, as "features"
   * @param steps how many steps it takes at most
   */
  Task begin(String name, long steps);

  /** Work under way; to be closed when it ends, early or not. Thread-safe. */
  interface Task extends AutoCloseable {
    /**
     * A step is done.
     *
     * @param note what is to be seen beside it, or empty
     */
    void step(String note);

    /** The work has ended. */
    @Override
    void close();
  }
}
