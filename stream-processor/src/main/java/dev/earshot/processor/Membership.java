package dev.earshot.processor;

import dev.earshot.console.Failure;
import dev.earshot.contracts.Answers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * How the instances of one application share its partitions, and how soon one that is gone is
 * missed. See docs/decisions/group-protocol.md.
 *
 * <p>Classic: static members, a session of 10 s, one standby replica of every state. Streams
 * (KIP-1071): the brokers assign; session and standbys are settings of the group, and brokers allow
 * no session below {@code group.streams.min.session.timeout.ms}, 45 s unless told otherwise.
 */
final class Membership {
  /** What the user may ask for. */
  enum Protocol {
    /**
     * That of the group where there is one; else streams where it notices as soon, else classic.
     */
    AUTO,
    CLASSIC,
    STREAMS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An instance not heard for longer has its partitions given to another. */
  private static final int SESSION_MS = 10_000;

  private static final int HEARTBEAT_MS = 3_000;
  private static final int STANDBYS = 1;

  /**
   * An instance that has to read its states anew gets its partitions back with the first look after
   * it has; the least that Kafka Streams allows, and its default is ten minutes.
   */
  private static final int PROBING_MS = 60_000;

  private static final String FEATURE = "streams.version";
  private static final String SESSION_MIN = "group.streams.min.session.timeout.ms";
  private static final String HEARTBEAT_MIN = "group.streams.min.heartbeat.interval.ms";
  private static final String GROUP_PROTOCOL = "group.protocol";

  private final Admin admin;
  private final String applicationId;

  Membership(Admin admin, String applicationId) {
    this.admin = admin;
    this.applicationId = applicationId;
  }

  /**
   * Decides, and sets up the group where the brokers assign.
   *
   * @param instanceId tells this instance from the others, also after a restart
   * @return properties for Kafka Streams
   * @throws Failure where the group is alive and speaks another protocol than was asked for
   */
  Map<String, String> settings(Protocol asked, String instanceId) {
    return usesStreams(asked) ? streams() : classic(instanceId);
  }

  private boolean usesStreams(Protocol asked) {
    Optional<GroupType> alive = typeOfLivingGroup();
    if (alive.isPresent() && asked != Protocol.AUTO) {
      boolean same = (alive.get() == GroupType.STREAMS) == (asked == Protocol.STREAMS);
      if (!same) {
        throw Failure.because(
            "other instances of %s speak the %s protocol; stop them all first, or leave out --group-protocol"
                .formatted(applicationId, alive.get().toString().toLowerCase(Locale.ROOT)));
      }
    }
    if (alive.isPresent()) {
      return alive.get() == GroupType.STREAMS;
    }
    return switch (asked) {
      case CLASSIC -> false;
      case STREAMS -> requireStreams();
      case AUTO ->
          brokersAssign() && brokerSetting(SESSION_MIN).orElse(SESSION_MS + 1) <= SESSION_MS;
    };
  }

  private boolean requireStreams() {
    if (!brokersAssign()) {
      throw Failure.because(
          "the brokers do not speak the streams protocol (Kafka 4.2 and later do); leave out --group-protocol");
    }
    return true;
  }

  private Optional<GroupType> typeOfLivingGroup() {
    try {
      // what some brokers say is enough: the group is known to the one that leads it
      for (GroupListing group : Answers.await(admin.listGroups().valid())) {
        boolean empty =
            group
                .groupState()
                .filter(s -> s == GroupState.EMPTY || s == GroupState.DEAD)
                .isPresent();
        if (group.groupId().equals(applicationId) && !empty) {
          return group.type();
        }
      }
      return Optional.empty();
    } catch (AuthorizationException e) {
      return Optional.empty(); // not ours to list: then it is as the brokers can
    }
  }

  private boolean brokersAssign() {
    try {
      FinalizedVersionRange range =
          Answers.await(admin.describeFeatures().featureMetadata())
              .finalizedFeatures()
              .get(FEATURE);
      return range != null && range.maxVersionLevel() >= 1;
    } catch (AuthorizationException | UnsupportedVersionException e) {
      return false;
    }
  }

  /** A setting of the brokers' in milliseconds; empty where they do not have or tell it. */
  private Optional<Integer> brokerSetting(String name) {
    try {
      String some = Answers.await(admin.describeCluster().nodes()).iterator().next().idString();
      ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, some);
      Config config = Answers.await(admin.describeConfigs(List.of(broker)).all()).get(broker);
      return Optional.ofNullable(config.get(name)).map(ConfigEntry::value).map(Integer::valueOf);
    } catch (AuthorizationException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> classic(String instanceId) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(GROUP_PROTOCOL, "classic");
    settings.put("group.instance.id", instanceId);
    settings.put("session.timeout.ms", Integer.toString(SESSION_MS));
    settings.put("heartbeat.interval.ms", Integer.toString(HEARTBEAT_MS));
    settings.put("num.standby.replicas", Integer.toString(STANDBYS));
    settings.put("probing.rebalance.interval.ms", Integer.toString(PROBING_MS));
    return settings;
  }

  private Map<String, String> streams() {
    int session = Math.max(SESSION_MS, brokerSetting(SESSION_MIN).orElse(SESSION_MS));
    int heartbeat = Math.max(HEARTBEAT_MS, brokerSetting(HEARTBEAT_MIN).orElse(HEARTBEAT_MS));
    ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, applicationId);
    Collection<AlterConfigOp> wanted = new ArrayList<>();
    wanted.add(set("streams.session.timeout.ms", session));
    wanted.add(set("streams.heartbeat.interval.ms", heartbeat));
    wanted.add(set("streams.num.standby.replicas", STANDBYS));
    try {
      Answers.await(admin.incrementalAlterConfigs(Map.of(group, wanted)).all());
    } catch (ApiException e) {
      throw Failure.because(
          "cannot set up the group %s (%s); let its user alter it, or give --group-protocol classic"
              .formatted(applicationId, e.getMessage()),
          e);
    }
    return Map.of(GROUP_PROTOCOL, "streams");
  }

  private static AlterConfigOp set(String name, int value) {
    return new AlterConfigOp(
        new ConfigEntry(name, Integer.toString(value)), AlterConfigOp.OpType.SET);
  }
}
