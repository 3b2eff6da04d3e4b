package dev.earshot.city.torture;

import dev.earshot.city.broker.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One {@code earshot process} as a process: how it is started, and what it says of itself. */
final class ProcessorUnderTest implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final Applications applications;
  private final List<String> settings;
  private final StateDisk disk;
  private final Victim victim;
  private final List<Integer> ports = FreePorts.find(2);
  private final HttpClient http = HttpClient.newHttpClient();
  private boolean upgraded;

  /**
   * @param settings options of {@code process} that are the same for all
   * @param folder for its state and its log
   */
  ProcessorUnderTest(
      String name,
      Applications applications,
      List<String> settings,
      Path folder,
      Children children) {
    this.applications = applications;
    this.settings = List.copyOf(settings);
    this.disk = new StateDisk(folder.resolve(name + ".state"));
    this.victim = new Victim(name, folder.resolve(name + ".log"), children);
  }

  Victim victim() {
    return victim;
  }

  StateDisk disk() {
    return disk;
  }

  void start() {
    List<String> arguments = new ArrayList<>(settings);
    arguments.addAll(List.of("--state-dir", disk.folder().toString()));
    arguments.addAll(List.of("--port", Integer.toString(ports.get(0))));
    arguments.addAll(List.of("--management-port", Integer.toString(healthPort())));
    // another version in all that there is to tell two versions by: code, collector, threads
    arguments.addAll(List.of("--threads", upgraded ? "3" : "2"));
    victim.start(
        applications.process(
            List.of(upgraded ? "-XX:+UseParallelGC" : "-XX:+UseSerialGC"), arguments));
  }

  private int healthPort() {
    return ports.get(1);
  }

  /** From the next start on it is the other version. */
  void upgrade() {
    upgraded = !upgraded;
  }

  /** Whether it processes frames of its own partitions. */
  boolean isReady() {
    return victim.isAlive() && status("/q/health/ready") == OK;
  }

  /** Whether it has ended, or says itself that only a restart helps. */
  boolean hasGivenUp() {
    return !victim.isAlive() || status("/q/health/live") == UNAVAILABLE;
  }

  /** 0 while it does not answer. */
  private int status(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort() + path))
            .timeout(ANSWER_MAX)
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Patience.Ended();
    }
  }

  @Override
  public void close() {
    disk.close();
  }
}
