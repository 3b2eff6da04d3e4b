package dev.earshot.city.demo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged demo as a user runs it: a process of its own, its output, its exit code. */
class DemoIT {
  private static final Path APPLICATION =
      Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
  private static final InetAddress LOCALHOST = InetAddress.getLoopbackAddress();
  private static final int TERMINATED = 128 + 15;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private Path temporaryFiles;
  private Process demo;

  @BeforeEach
  void makeRoomForTemporaryFiles() throws IOException {
    temporaryFiles = Files.createDirectory(directory.resolve("tmp"));
  }

  @AfterEach
  void endWhatStillRuns() {
    if (demo != null) {
      demo.destroyForcibly();
    }
  }

  @Test
  void playsACityAnswersMeanwhileAndReports() throws Exception {
    int port = freePort();
    Path report = directory.resolve("report.json");
    start(
        port,
        "--duration",
        "40",
        "--speed",
        "8",
        "--nodes",
        "4",
        "--seed",
        "7",
        "--report",
        report.toString());

    await().atMost(PATIENCE).until(() -> !demo.isAlive() || status(port, "/q/health/ready") == 200);
    assertThat(status(port, "/")).isEqualTo(200);
    assertThat(get(port, "/").body()).contains("<html");

    assertThat(exitCode()).as(standardError()).isZero();
    assertThat(standardError()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertThat(json.get("sound_hours").asDouble()).isEqualTo(4 * 40 / 3600.0);
    assertThat(json.get("nodes").asInt()).isEqualTo(4);
    assertThat(json.get("seed").asLong()).isEqualTo(7);
    assertThat(json.get("complete").asBoolean()).isTrue();
    assertThat(json.get("events_played").asInt()).isPositive();
    // the seed fixes the city, and its events are loud
    assertThat(json.get("events_found").asInt()).isPositive();
    assertThat(json.get("events_found").asInt() + json.get("events_missed").asInt())
        .isEqualTo(json.get("events_played").asInt());
    assertThat(json.get("false_alarms_per_hour").asDouble())
        .isEqualTo(json.get("false_alarms").asInt() / json.get("sound_hours").asDouble());
    assertThat(json.get("realtime_factor").asDouble()).isPositive();
    assertThat(json.get("model_id").asText()).isNotEmpty();
    assertThat(json.at("/city/protocol").asText()).isEqualTo("synthetic");
    assertThat(json.get("unheard_s").asDouble()).isZero();
    assertThat(json.at("/onset_delay_s/count").asInt()).isPositive();
    assertThat(json.at("/onset_delay_s/p50").asDouble())
        .isBetween(0.01, json.at("/onset_delay_s/p95").asDouble());
    assertThat(standardOutput())
        .startsWith("Earshot report")
        .contains(json.get("events_played").asText() + " played");
    assertThat(temporaryFiles).isEmptyDirectory();
  }

  @Test
  void makesItsReportWhenItIsToldToEnd() throws Exception {
    int port = freePort();
    Path report = directory.resolve("report.json");
    start(port, "--nodes", "2", "--speed", "4", "--report", report.toString());
    await().atMost(PATIENCE).until(() -> !demo.isAlive() || hasHeardOfANode(port));

    demo.destroy(); // as Ctrl-C does, but for the signal's number

    assertThat(exitCode()).isEqualTo(TERMINATED);
    assertThat(standardError()).isEmpty();
    assertThat(standardOutput()).startsWith("Earshot report").contains("from 2 nodes");
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertThat(json.get("complete").asBoolean()).isTrue();
    assertThat(json.get("unheard_s").asDouble()).isZero();
    assertThat(json.get("sound_hours").asDouble()).isPositive();
    assertThat(temporaryFiles).isEmptyDirectory();
  }

  @Test
  void saysThatTheReportCannotBeWrittenWhenItIsToldToEnd() throws Exception {
    int port = freePort();
    Path folder = Files.createDirectory(directory.resolve("reports"));
    start(port, "--nodes", "2", "--report", folder.resolve("report.json").toString());
    await().atMost(PATIENCE).until(() -> !demo.isAlive() || hasHeardOfANode(port));

    Files.delete(folder);
    demo.destroy();

    assertThat(exitCode()).isEqualTo(TERMINATED);
    assertThat(standardError().lines())
        .singleElement()
        .asString()
        .contains("cannot write the report to " + folder);
  }

  @ParameterizedTest
  @EnumSource
  void leavesAndSaysNothingWhenItIsToldToEndWhileItStarts(StageOfTheStart stage) throws Exception {
    start(freePort());
    await().atMost(PATIENCE).pollInterval(5, MILLISECONDS).until(() -> hasReached(stage));

    demo.destroy();

    assertThat(exitCode()).isEqualTo(TERMINATED);
    assertThat(standardError()).isEmpty();
    assertThat(standardOutput()).isEmpty();
    assertThat(temporaryFiles).isEmptyDirectory();
  }

  /** Told from the outside: by what a start leaves among the temporary files while it goes on. */
  private enum StageOfTheStart {
    BROKER_FORMATTED("meta.properties"),
    APPLICATION_STARTED("earshot.log"),
    TOPICS_MADE("earshot.pcm-frames-0");

    private final String file;

    StageOfTheStart(String file) {
      this.file = file;
    }
  }

  private boolean hasReached(StageOfTheStart stage) {
    try (Stream<Path> files = Files.walk(temporaryFiles)) {
      return files.anyMatch(file -> file.endsWith(stage.file));
    } catch (IOException | UncheckedIOException e) {
      return false; // files come and go
    }
  }

  @Test
  void aPortInUseIsOneLineAndExitCode1() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      start(taken.getLocalPort());

      assertThat(exitCode()).isEqualTo(1);
      assertThat(standardError().lines())
          .singleElement()
          .asString()
          .contains("port " + taken.getLocalPort() + " is in use");
      assertThat(standardOutput()).isEmpty();
    }
  }

  @Test
  void whatMakesNoSenseIsOneLineAndExitCode2() throws Exception {
    start(freePort(), "--nodes", "0");

    assertThat(exitCode()).isEqualTo(2);
    assertThat(standardError().lines()).singleElement().asString().contains("--nodes");
  }

  @Test
  void aFolderThatIsNoDataSetIsOneLineAndExitCode1() throws Exception {
    start(freePort(), "--dataset", directory.toString());

    assertThat(exitCode()).isEqualTo(1);
    assertThat(standardError().lines()).singleElement().asString().contains(directory.toString());
  }

  @Test
  void aFileThatIsNoModelIsOneLineAndExitCode1() throws Exception {
    Path noModel = Files.writeString(directory.resolve("no.tflite"), "no model");
    start(freePort(), "--model", noModel.toString());

    assertThat(exitCode()).isEqualTo(1);
    assertThat(standardError().lines()).singleElement().asString().contains(noModel.toString());
  }

  private void start(int port, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporaryFiles);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-jar", APPLICATION.toString()));
    command.addAll(List.of("demo", "--headless", "--port", Integer.toString(port)));
    command.addAll(List.of(options));
    demo =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
  }

  private int exitCode() throws InterruptedException {
    assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
    return demo.exitValue();
  }

  private String standardOutput() throws IOException {
    return Files.readString(directory.resolve("out"));
  }

  private String standardError() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  /** A node that has a place and has not been heard yet is shown too, as UNKNOWN. */
  private boolean hasHeardOfANode(int port) throws Exception {
    return status(port, "/q/health/ready") == 200
        && new ObjectMapper()
            .readTree(get(port, "/api/nodes").body()).findValuesAsText("status").stream()
                .anyMatch(status -> !status.equals("UNKNOWN"));
  }

  /** 0 while nobody answers. */
  private int status(int port, String path) throws InterruptedException {
    try {
      return get(port, path).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOCALHOST)) {
      return socket.getLocalPort();
    }
  }
}
