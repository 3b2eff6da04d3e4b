package dev.earshot.city.demo;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Holds up the end of the application until the demo has made its report: when the user presses
 * Ctrl-C, Quarkus would otherwise close the streams under it.
 */
@Singleton
class DemoEnd {
  /** Before all others that observe the end, who close what the report is made of. */
  private static final int FIRST = 1;

  void stop(@Observes @Priority(FIRST) ShutdownEvent event) {
    DemoRun.current().stopPlaying();
  }
}
