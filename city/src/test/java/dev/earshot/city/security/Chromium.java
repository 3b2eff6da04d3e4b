package dev.earshot.city.security;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The machine's Chromium without a window, showing one page, asked by its DevTools protocol: a page
 * that listens for ever is never done loading, so {@code --dump-dom} would wait for ever too.
 */
final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final WebSocket devTools;

  private Chromium(Process process, URI address) {
    this.process = process;
    this.devTools =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, new Listener(answers))
            .join();
  }

  /** Takes answers together that come in pieces. */
  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<String> answers;
    private final StringBuilder pieces = new StringBuilder();

    Listener(BlockingQueue<String> answers) {
      this.answers = answers;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      pieces.append(data);
      if (last) {
        answers.add(pieces.toString());
        pieces.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  static boolean isThere() {
    return binary().isPresent();
  }

  private static Optional<Path> binary() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a page; its profile goes into the directory. */
  static Chromium showing(URI page, Path directory) throws IOException {
    Path profile = Files.createDirectory(directory.resolve("profile"));
    Process process =
        new ProcessBuilder(
                List.of(
                    binary().orElseThrow().toString(),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--user-data-dir=" + profile,
                    "--remote-debugging-port=0",
                    page.toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Path port = profile.resolve("DevToolsActivePort");
      await().atMost(PATIENCE).until(() -> Files.exists(port) && Files.size(port) > 0);
      URI targets =
          URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
      return new Chromium(
          process,
          await().atMost(PATIENCE).until(() -> target(targets, page), Optional::isPresent).get());
    } catch (RuntimeException | IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Optional<URI> target(URI targets, URI page) throws Exception {
    String list =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(targets).build(), BodyHandlers.ofString())
            .body();
    for (JsonNode target : JSON.readTree(list)) {
      if (target.path("url").asText().equals(page.toString())) {
        return Optional.of(URI.create(target.path("webSocketDebuggerUrl").asText()));
      }
    }
    return Optional.empty();
  }

  /** The page's document as the browser would write it down now. */
  String document() throws Exception {
    String ask =
        "{\"id\":1,\"method\":\"Runtime.evaluate\","
            + "\"params\":{\"expression\":\"document.documentElement.outerHTML\"}}";
    devTools.sendText(ask, true).join();
    String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return JSON.readTree(answer).at("/result/result/value").asText();
  }

  @Override
  public void close() {
    devTools.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
