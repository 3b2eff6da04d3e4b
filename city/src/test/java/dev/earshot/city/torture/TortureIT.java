package dev.earshot.city.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.city.torture.Fault.KillProcessor;
import dev.earshot.contracts.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged torture as a user runs it, green where it is to be green and red where red. */
@DisabledOnOs(OS.WINDOWS) // no signals to send
class TortureIT {
  private static final Path APPLICATION =
      Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
  private static final int TERMINATED = 128 + 15;
  private static final Duration PATIENCE = Duration.ofMinutes(12);

  /** A node's first window needs two seconds and more at the rate at which frames are sent. */
  private static final Duration SCORES_COME = Duration.ofSeconds(7);

  /** Faults begin with the kill of a processor, and not before there are scores to come twice. */
  private static final long SEED_OF_A_KILL =
      LongStream.rangeClosed(1, 100)
          .filter(seed -> beginsWithAKill(new FaultSchedule(seed).next()))
          .findFirst()
          .orElseThrow();

  private static boolean beginsWithAKill(FaultSchedule.Planned first) {
    return first.fault() instanceof KillProcessor && first.pause().compareTo(SCORES_COME) >= 0;
  }

  @TempDir private Path directory;

  private Path temporaryFiles;
  private Path report;
  private Process torture;

  @BeforeEach
  void makeRoomForTemporaryFiles() throws IOException {
    temporaryFiles = Files.createDirectory(directory.resolve("tmp"));
    report = directory.resolve("report.json");
  }

  @AfterEach
  void endWhatStillRuns() throws Exception {
    if (torture != null && torture.isAlive()) {
      torture.destroy(); // it ends its own processes
      torture.waitFor();
    }
  }

  @Test
  void twoMinutesOfFaultsLoseNothingAndRepeatNothing() throws Exception {
    start("--minutes", "2", "--seed", Long.toString(SEED_OF_A_KILL));

    assertThat(exitCode()).as(standardError()).isZero();
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertThat(json.get("exactly_once").asBoolean()).isTrue();
    assertThat(json.at("/deeds/processor_kills").asInt()).isPositive();
    assertThat(json.get("anomalies").asInt()).isPositive();
    assertThat(json.get("verdict")).hasSize(8);
    for (JsonNode item : json.get("verdict")) {
      assertThat(item.get("expected").asLong()).as(item.toString()).isPositive();
      assertThat(item.get("came")).as(item.toString()).isEqualTo(item.get("expected"));
      assertThat(wrong(item)).as(item.toString()).isZero();
    }
    assertThat(of(json, Topics.PCM_FRAMES + " as sent").get("came").asLong())
        .isEqualTo(2 * 60 * 50);
    assertThat(standardOutput()).startsWith("Earshot torture: exactly once");
    assertThat(temporaryFiles).isEmptyDirectory();
  }

  @Test
  void withoutExactlyOnceAKillIsFoundOut() throws Exception {
    // long enough between commits for the kill to fall between what was sent and what was noted
    start(
        "--minutes",
        "0.4",
        "--seed",
        Long.toString(SEED_OF_A_KILL),
        "--",
        "--guarantee",
        "at-least-once",
        "--kafka",
        "commit.interval.ms=3000");

    assertThat(exitCode()).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertThat(json.get("exactly_once").asBoolean()).isFalse();
    assertThat(of(json, Topics.WINDOW_SCORES).get("twice").asLong()).isPositive();
    assertThat(wrong(of(json, Topics.PCM_FRAMES + " as sent"))).isZero();
    assertThat(standardOutput()).startsWith("Earshot torture: NOT exactly once");
    assertThat(standardError().lines().reduce((first, last) -> last).orElseThrow())
        .startsWith("earshot: not exactly once; first in earshot.")
        .contains("data and logs are in " + temporaryFiles);
    assertThat(temporaryFiles).isNotEmptyDirectory();
  }

  @Test
  void leavesNothingBehindWhenItIsToldToEnd() throws Exception {
    start("--minutes", "60");
    await().atMost(PATIENCE).until(() -> !torture.isAlive() || standardError().contains(" play"));
    List<ProcessHandle> children = torture.descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(Rig.BROKERS + Rig.PROCESSORS);

    torture.destroy(); // as Ctrl-C does, but for the signal's number

    assertThat(exitCode()).isEqualTo(TERMINATED);
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(temporaryFiles).isEmptyDirectory();
    assertThat(report).doesNotExist();
  }

  private void start(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporaryFiles);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-jar", APPLICATION.toString(), "torture"));
    command.addAll(List.of("--report", report.toString()));
    command.addAll(List.of(options));
    torture =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
  }

  private static JsonNode of(JsonNode report, String topic) {
    return StreamSupport.stream(report.get("verdict").spliterator(), false)
        .filter(item -> item.get("of").asText().equals(topic))
        .findAny()
        .orElseThrow();
  }

  private static long wrong(JsonNode item) {
    return item.get("lost").asLong() + item.get("twice").asLong() + item.get("different").asLong();
  }

  private int exitCode() throws InterruptedException {
    assertThat(torture.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
    return torture.exitValue();
  }

  private String standardOutput() throws IOException {
    return Files.readString(directory.resolve("out"));
  }

  private String standardError() throws IOException {
    return Files.readString(directory.resolve("err"));
  }
}
