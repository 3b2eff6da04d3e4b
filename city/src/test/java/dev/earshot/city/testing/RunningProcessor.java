package dev.earshot.city.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.city.broker.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A packaged {@code process} that is ready, and how it is asked. */
public final class RunningProcessor implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<Integer> ports = FreePorts.find(2);
  private final int port = ports.get(0);
  private final int managementPort = ports.get(1);
  private final String scheme;
  private final HttpClient http;
  private final Supplier<Packaged> start;
  private Packaged process;

  /**
   * Starts one and waits until it is ready.
   *
   * @param scheme {@code http} or {@code https}, of page and REST
   * @param client Kafka client properties
   */
  public RunningProcessor(
      Path directory,
      Map<String, String> client,
      String scheme,
      HttpClient http,
      Map<String, String> environment,
      String... options) {
    this.scheme = scheme;
    this.http = http;
    List<String> args = new ArrayList<>(List.of("process", "--threads", "1", "--partitions", "1"));
    client.forEach((name, value) -> args.addAll(List.of("--kafka", name + "=" + value)));
    args.addAll(List.of("--state-dir", directory.resolve("state").toString()));
    args.addAll(List.of("--port", "" + port, "--management-port", "" + managementPort));
    args.addAll(List.of(options));
    start = () -> Packaged.processor(directory, environment, args.toArray(new String[0]));
    start();
  }

  private void start() {
    process = start.get();
    await().atMost(PATIENCE).until(() -> !process.isAlive() || isReady());
    assertThat(process.isAlive()).as(process.standardError()).isTrue();
  }

  private boolean isReady() throws InterruptedException {
    try {
      return manage("/q/health/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Asks the management port. */
  public HttpResponse<String> manage(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + managementPort + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  /** Where something of page and REST is. */
  public URI uri(String path) {
    return URI.create(scheme + "://localhost:" + port + path);
  }

  /** Headers are names and values, one after the other. */
  public HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
    return send(method, path, BodyPublishers.noBody(), headers);
  }

  /** With a text that is said to be JSON. */
  public HttpResponse<String> put(String path, String json, String... headers) throws Exception {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    return send("PUT", path, BodyPublishers.ofString(json), all);
  }

  private HttpResponse<String> send(
      String method, String path, BodyPublisher body, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  public int status(String method, String path, String... headers) throws Exception {
    return ask(method, path, headers).statusCode();
  }

  /** Whatever lines, as no client would send them; the whole answer. */
  public String raw(String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What it has logged so far. */
  public String log() {
    return process.standardError();
  }

  /** Starts it again, at the same address, after {@link #stop}; returns when it is ready. */
  public void startAgain() {
    start();
  }

  /** Lost with its machine: it says good-bye to nobody. */
  public void kill() {
    process.kill();
  }

  /**
   * Stops it as an operator does, so that the next one of its group need not wait for its death.
   */
  public void stop() {
    try (Packaged ending = process) {
      ending.stop();
      ending.exitCode();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
