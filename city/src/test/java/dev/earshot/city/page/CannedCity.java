package dev.earshot.city.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Serves the page's own files, with the headers of the processor, over a city that is made up: as
 * many nodes as a test wants, in the states it wants, without a broker. What it answers is what
 * docs/rest.md says; that the processor answers so too is for the tests with a real one.
 */
final class CannedCity implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RESOURCES = "META-INF/resources";
  private static final String CONFIG = "META-INF/microprofile-config.properties";
  private static final String CSP = "quarkus.http.header.\"Content-Security-Policy\".value";
  private static final long BEAT_MILLIS = 500;

  private final CannedNodes nodes;
  private final String role;
  private final int port;
  private final Map<String, String> asked = new ConcurrentHashMap<>();
  private HttpServer server;
  private ExecutorService threads;
  private CountDownLatch ended;

  /**
   * Starts to serve on a port that is free.
   *
   * @param role of whoever looks at the page: viewer, operator or admin
   */
  CannedCity(CannedNodes nodes, String role) throws IOException {
    this(nodes, role, 0);
  }

  private CannedCity(CannedNodes nodes, String role, int port) throws IOException {
    this.nodes = nodes;
    this.role = role;
    start(port);
    this.port = server.getAddress().getPort();
  }

  private void start(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
    threads = Executors.newCachedThreadPool();
    ended = new CountDownLatch(1);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** The newest query that came with a path, empty where there was none. */
  Optional<String> asked(String path) {
    return Optional.ofNullable(asked.get(path));
  }

  /** Is no longer there, for whoever listens or asks. */
  void goAway() {
    ended.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** Is there again, where it was. */
  void comeBack() throws IOException {
    start(port);
  }

  @Override
  public void close() {
    goAway();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String query = exchange.getRequestURI().getQuery();
      asked.put(path, query == null ? "" : query);
      if (path.equals("/api/live")) {
        live(exchange);
      } else if (path.matches("/api/nodes/[^/]+/live")) {
        nodeLive(exchange, path.split("/")[3]);
      } else if (path.startsWith("/api/")) {
        answer(exchange, path, query == null ? "" : query);
      } else {
        file(exchange, path.equals("/") ? "/index.html" : path);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void file(HttpExchange exchange, String path) throws IOException {
    try (InputStream in = getClass().getClassLoader().getResourceAsStream(RESOURCES + path)) {
      if (in == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] bytes = in.readAllBytes();
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", type(path));
      headers.set("Content-Security-Policy", POLICY);
      headers.set("Cache-Control", "no-cache");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static final String POLICY = policy();

  private static String policy() {
    Properties properties = new Properties();
    try (InputStream in = CannedCity.class.getClassLoader().getResourceAsStream(CONFIG)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(CSP);
  }

  private static String type(String path) {
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "text/javascript";
      case "css" -> "text/css";
      case "svg" -> "image/svg+xml";
      default -> "application/octet-stream";
    };
  }

  private void answer(HttpExchange exchange, String path, String query) throws IOException {
    Object answer = exchange.getRequestMethod().equals("GET") ? found(path, query) : Map.of();
    byte[] bytes = json(answer).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Object found(String path, String query) {
    String[] parts = path.split("/");
    String last = parts[parts.length - 1];
    return switch (path) {
      case "/api/page" -> CannedAnswers.page(role);
      case "/api/model" -> CannedAnswers.model();
      case "/api/system" -> CannedAnswers.system(nodes.count());
      case "/api/demo" -> CannedAnswers.tally();
      case "/api/shadow" -> Map.of("windows", 0);
      case "/api/nodes" -> nodes.views();
      case "/api/audio" -> CannedAnswers.audio();
      case "/api/anomalies" -> nodes.anomalies(query);
      case "/api/near-misses" -> CannedAnswers.nearMisses(nodes.now());
      default -> {
        if (path.startsWith("/api/anomalies/")) {
          yield nodes.anomaly(last);
        }
        if (path.startsWith("/api/profiles/")) {
          yield nodes.profile(last);
        }
        yield switch (last) {
          case "state" -> nodes.state(parts[3]);
          case "explain" -> CannedAnswers.explanation(parts[3], nodes.now());
          case "levels" -> CannedAnswers.levels(nodes.now());
          default -> null;
        };
      }
    };
  }

  private void live(HttpExchange exchange) throws IOException, InterruptedException {
    OutputStream out = startOfEvents(exchange);
    boolean all = true;
    do {
      event(out, "message", nodes.beat(all));
      all = false;
    } while (!ended.await(BEAT_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void nodeLive(HttpExchange exchange, String node)
      throws IOException, InterruptedException {
    OutputStream out = startOfEvents(exchange);
    CannedSound sound = new CannedSound(node.hashCode());
    long till = nodes.now();
    long from = till - 60_000;
    if (nodes.isSilent(node)) {
      till = from;
    }
    do {
      event(out, "windows", Map.of("windows", sound.windows(from, till)));
      event(out, "columns", sound.columns(from, till));
      from = till;
      till = nodes.isSilent(node) ? from : nodes.now();
    } while (!ended.await(BEAT_MILLIS, TimeUnit.MILLISECONDS));
  }

  private static OutputStream startOfEvents(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  private static void event(OutputStream out, String name, Object data) throws IOException {
    out.write(
        ("event: " + name + "\ndata: " + json(data) + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves a city until it is stopped, to work on the page: port and number of nodes. */
  public static void main(String[] args) throws Exception {
    CannedNodes nodes = CannedNodes.town(Integer.parseInt(args[1]));
    try (CannedCity city = new CannedCity(nodes, "operator", Integer.parseInt(args[0]))) {
      System.err.println("the page is at " + city.uri("/"));
      Thread.currentThread().join();
    }
  }
}
