package dev.earshot.city.demo;

import dev.earshot.processor.ProcessorApp;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Holds up the end of the application until the demo has made its report: when the user presses
 * Ctrl-C, the processor would otherwise close the streams under it.
 */
@Singleton
class DemoEnd {
  private static final int BEFORE_THE_PROCESSOR_LEAVES = ProcessorApp.LEAVES - 1;

  void stop(@Observes @Priority(BEFORE_THE_PROCESSOR_LEAVES) ShutdownEvent event) {
    DemoRun.current().awaitPlayed();
  }
}
