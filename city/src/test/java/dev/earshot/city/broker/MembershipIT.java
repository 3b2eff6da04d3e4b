package dev.earshot.city.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.city.testing.Packaged;
import dev.earshot.contracts.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How instances share the work, as the brokers see it. */
class MembershipIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String GROUP = "sharing";
  private static final int PARTITIONS = 2;

  @TempDir private Path directory;
  private EmbeddedBroker broker;
  private Admin admin;
  private final List<Packaged> started = new ArrayList<>();

  private void startBroker(Map<String, String> settings) {
    broker = EmbeddedBroker.temporary(settings);
    broker.start();
    admin = Admin.create(Map.copyOf(broker.clientProperties()));
    Topics.createMissing(admin, Topics.plans(PARTITIONS));
  }

  @AfterEach
  void end() {
    started.forEach(Packaged::close);
    admin.close();
    broker.close();
  }

  private Packaged start(String name) {
    Packaged process =
        Packaged.processor(
            directory,
            Map.of(),
            "process",
            "--bootstrap-servers",
            broker.bootstrapServers(),
            "--application-id",
            GROUP,
            "--threads",
            "1",
            "--state-dir",
            directory.resolve(name).toString(),
            "--port",
            "0",
            "--management-port",
            "0");
    started.add(process);
    return process;
  }

  private Collection<MemberDescription> members() throws Exception {
    try {
      return admin
          .describeConsumerGroups(List.of(GROUP))
          .describedGroups()
          .get(GROUP)
          .get()
          .members();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of(); // nobody has joined yet
      }
      throw e;
    }
  }

  private boolean each(int members, int partitions) throws Exception {
    Collection<MemberDescription> all = members();
    return all.size() == members && all.stream().allMatch(member -> framesOf(member) == partitions);
  }

  private static long framesOf(MemberDescription member) {
    return member.assignment().topicPartitions().stream()
        .filter(partition -> partition.topic().equals(Topics.PCM_FRAMES))
        .count();
  }

  /** Partitions whose states are there, the instance's own and replicas. */
  private long statesIn(String name) {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(partition -> directory.resolve(name).resolve(GROUP).resolve("0_" + partition))
        .filter(task -> Files.isDirectory(task.resolve("rocksdb").resolve("node-state")))
        .count();
  }

  private boolean isOfType(GroupType type) throws Exception {
    for (GroupListing group : admin.listGroups().all().get()) {
      if (group.groupId().equals(GROUP)) {
        return group.type().filter(type::equals).isPresent();
      }
    }
    return false;
  }

  @Test
  void instancesAreStaticMembersWithReplicasWhoLeaveAtOnceWhenTheyAreStopped() throws Exception {
    startBroker(Map.of());
    Packaged first = start("first");
    start("second");
    await().atMost(PATIENCE).until(() -> each(2, 1));
    assertThat(isOfType(GroupType.CLASSIC)).isTrue();
    // the second never had but one of them to itself
    await().atMost(PATIENCE).until(() -> statesIn("second") == PARTITIONS);
    List<String> names =
        members().stream().map(member -> member.groupInstanceId().orElse("")).toList();
    assertThat(names).doesNotContain("").doesNotHaveDuplicates();

    first.stop();
    first.exitCode();
    assertThat(first.standardError()).contains("stopped").doesNotContain("without having been");
    assertThat(members()).as("it has left, and was not missed first").hasSize(1);
    await().atMost(PATIENCE).until(() -> each(1, PARTITIONS));

    start("first");
    await().atMost(PATIENCE).until(() -> members().size() == 2);
    assertThat(members().stream().map(member -> member.groupInstanceId().orElse("")).toList())
        .as("the same names after a restart")
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void whereBrokersNoticeAsSoonTheyAssign() throws Exception {
    startBroker(
        Map.of(
            "group.streams.min.session.timeout.ms", "6000",
            "group.streams.min.heartbeat.interval.ms", "1000"));
    Packaged process = start("first");
    await().atMost(PATIENCE).until(() -> !process.isAlive() || isOfType(GroupType.STREAMS));
    await()
        .atMost(PATIENCE)
        .until(() -> !process.isAlive() || process.standardError().contains("listening"));
    assertThat(process.isAlive()).as(process.standardError()).isTrue();
  }
}
