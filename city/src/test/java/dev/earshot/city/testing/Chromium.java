package dev.earshot.city.testing;

import static org.assertj.core.api.Assumptions.assumeThat;
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
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The machine's Chromium without a window, showing one page, asked by its DevTools protocol: a page
 * that listens for ever is never done loading, so {@code --dump-dom} would wait for ever too. For
 * one thread; whoever starts one closes it.
 */
public final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOWHERE = "about:blank";

  /** Which colours the page is asked for. */
  public enum Scheme {
    LIGHT,
    DARK
  }

  private final Process process;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final WebSocket devTools;
  private int asked;

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
    private final BlockingQueue<JsonNode> answers;
    private final StringBuilder pieces = new StringBuilder();

    Listener(BlockingQueue<JsonNode> answers) {
      this.answers = answers;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      pieces.append(data);
      if (last) {
        answers.add(tree(pieces.toString()));
        pieces.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Skips the test where the machine has no Chromium, and says so. */
  public static void assumeIsThere() {
    assumeThat(isThere()).as("Chromium; install it to have the page looked at").isTrue();
  }

  public static boolean isThere() {
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

  /** Opens a page; the browser's profile goes into the directory. */
  public static Chromium showing(URI page, Path directory) throws IOException {
    Chromium browser = start(directory);
    browser.show(page);
    return browser;
  }

  /** Starts with an empty page. */
  public static Chromium start(Path directory) throws IOException {
    Path profile = Files.createTempDirectory(directory, "profile");
    Process process =
        new ProcessBuilder(
                List.of(
                    binary().orElseThrow().toString(),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--hide-scrollbars",
                    "--lang=en-GB",
                    "--user-data-dir=" + profile,
                    "--remote-debugging-port=0",
                    NOWHERE))
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
          await().atMost(PATIENCE).until(() -> target(targets), Optional::isPresent).get());
    } catch (RuntimeException | IOException e) {
      end(process);
      throw e;
    }
  }

  private static Optional<URI> target(URI targets) throws Exception {
    String list =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(targets).build(), BodyHandlers.ofString())
            .body();
    for (JsonNode target : JSON.readTree(list)) {
      if (target.path("url").asText().equals(NOWHERE)) {
        return Optional.of(URI.create(target.path("webSocketDebuggerUrl").asText()));
      }
    }
    return Optional.empty();
  }

  /** Loads a page anew, also where it is shown already. */
  public void show(URI page) {
    ask("Page.navigate", Map.of("url", NOWHERE));
    ask("Page.navigate", Map.of("url", page.toString()));
  }

  /** Whether pages are shown dark or light. */
  public void prefer(Scheme scheme) {
    String value = scheme.name().toLowerCase(Locale.ROOT);
    ask(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", value))));
  }

  /** How large the window is, CSS pixels. */
  public void resize(int width, int height) {
    ask(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /**
   * What an expression of JavaScript comes to, awaited where it is a promise.
   *
   * @throws AssertionError where it throws
   */
  public JsonNode evaluate(String expression) {
    JsonNode result =
        ask(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
    }
    return result.at("/result/value");
  }

  /** The page's document as the browser would write it down now. */
  public String document() {
    return evaluate("document.documentElement.outerHTML").asText();
  }

  /** What of the document can be read now, headings and all. */
  public String text() {
    return evaluate("document.body.innerText").asText();
  }

  /** Presses a key: {@code Tab}, {@code Enter}. */
  public void press(String key) {
    Map<String, Object> event =
        key.equals("Enter")
            ? Map.of("key", key, "code", key, "windowsVirtualKeyCode", 13, "text", "\r")
            : Map.of("key", key, "code", key, "windowsVirtualKeyCode", 9);
    for (String type : List.of("keyDown", "keyUp")) {
      Map<String, Object> parameters = new HashMap<>(event);
      parameters.put("type", type);
      ask("Input.dispatchKeyEvent", parameters);
    }
  }

  /** A picture of the window as PNG. */
  public byte[] picture() {
    return Base64.getDecoder()
        .decode(ask("Page.captureScreenshot", Map.of("format", "png")).get("data").asText());
  }

  private JsonNode ask(String method, Map<String, ?> parameters) {
    asked++;
    try {
      devTools
          .sendText(
              JSON.writeValueAsString(Map.of("id", asked, "method", method, "params", parameters)),
              true)
          .join();
      JsonNode answer;
      do {
        answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (answer == null) {
          throw new AssertionError("Chromium does not answer " + method);
        }
      } while (answer.path("id").asInt() != asked);
      if (answer.has("error")) {
        throw new AssertionError(method + ": " + answer.get("error"));
      }
      return answer.get("result");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    devTools.abort();
    end(process);
  }

  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // its profile is somebody's temporary folder: nothing writes there any more
    children.forEach(child -> child.onExit().join());
  }
}
