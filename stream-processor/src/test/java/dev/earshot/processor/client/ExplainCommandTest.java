package dev.earshot.processor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.earshot.console.EarshotCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers what the test says. */
class ExplainCommandTest {
  private static final String TWO =
      """
      {"node_id":"n","known_from":"2026-03-01T11:00:00Z","stretches":[
       {"from":"2026-03-01T12:00:00Z","to":"2026-03-01T12:00:05Z","state":"QUIET",
        "near_miss":false,"text":"nothing of note"},
       {"from":"2026-03-01T12:00:05Z","to":"2026-03-01T12:00:07Z","state":"PENDING",
        "near_miss":true,"text":"not for long enough"}]}""";

  private final BlockingQueue<URI> asked = new LinkedBlockingQueue<>();
  private HttpServer server;
  private int status = 200;
  private String body = TWO;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI());
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private record Ended(int exitCode, String out, String err) {}

  private Ended explain(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--url";
    all[args.length + 1] = "http://127.0.0.1:" + server.getAddress().getPort();
    return run(all);
  }

  private static Ended run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      int exitCode = EarshotCommand.run(new ExplainCommand(), args);
      return new Ended(
          exitCode,
          printed.toString(StandardCharsets.UTF_8),
          said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static void failsInALine(Ended ended, int exitCode, String why) {
    assertThat(ended.exitCode()).isEqualTo(exitCode);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).hasLineCount(1).startsWith("earshot: ").contains(why);
  }

  @Test
  void eachStretchIsALine() throws Exception {
    Ended ended = explain("n 1/x");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith("QUIET    nothing of note"),
            line -> assertThat(line).endsWith("PENDING  not for long enough"));
    assertThat(asked.take().getRawPath()).isEqualTo("/api/nodes/n%201%2Fx/explain");
  }

  @Test
  void onlyNearMissesAreAskedForAndAsJson() {
    assertThat(explain("n", "--near-misses").out()).hasLineCount(1).contains("not for long enough");
    assertThat(explain("n", "--json").out()).hasLineCount(1).contains("nothing of note");
    assertThat(explain("n", "--json", "--near-misses").out())
        .contains("\"known_from\"", "not for long enough")
        .doesNotContain("nothing of note");
  }

  @Test
  void timesMayHaveAZoneOrAreOfThisMachines() throws Exception {
    explain("n", "--at", "2026-03-01T13:00:00+01:00");
    assertThat(asked.take().getQuery()).isEqualTo("at=2026-03-01T12:00:00Z");

    Instant here =
        LocalDateTime.parse("2026-03-01T13:00").atZone(ZoneId.systemDefault()).toInstant();
    explain("n", "--from", "2026-03-01T13:00", "--to", "2026-03-02T00:00:00Z");
    assertThat(asked.take().getQuery()).isEqualTo("from=" + here + "&to=2026-03-02T00:00:00Z");
  }

  @Test
  void nothingKeptOfThatTimeIsSaidBesideTheData() {
    body = "{\"node_id\":\"n\",\"known_from\":null,\"stretches\":[]}";

    Ended ended = explain("n");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("nothing of the kind is kept of n");
  }

  @Test
  void whatCannotBeAnsweredIsOneLine() {
    status = 404;
    body = "{\"error\":\"no state is kept of such a node\"}";
    failsInALine(explain("nobody"), 1, "no state is kept of such a node");
    status = 401;
    failsInALine(explain("n"), 1, "give --user");
    status = 403;
    body = "that needs the role operator\n";
    failsInALine(explain("n"), 1, "that needs the role operator");
    status = 200;
    body = "<html>";
    failsInALine(explain("n"), 1, "is it a processor's page?");
    server.stop(0);
    failsInALine(explain("n"), 1, "no processor answers at");
  }

  @Test
  void optionsThatMakeNoSenseAreWrongUsage() {
    failsInALine(explain("n", "--at", "noon"), 2, "'noon' is no time as");
    failsInALine(
        explain("n", "--at", "2026-03-01T12:00:00Z", "--to", "2026-03-02T12:00:00Z"),
        2,
        "--at excludes");
    failsInALine(run("n", "--url", "mailto:x"), 2, "--url is mailto:x");
  }
}
