package dev.earshot.processor.simulation;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.partition.Arrival;
import dev.earshot.v1.NodeProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of docs/stream-rules.md for one partition, as they read, slowly and keeping all: what
 * must come out at each step of a life. Knows nothing of transactions, crashes and saved states, as
 * nothing that comes out may depend on them, and shares no code with the processor but the
 * front-end's columns and the level meter's hops, of which it takes all of a stretch in one go.
 */
final class PlainPartition {
  /** Nodes that fall silent at a record of another node, at most. */
  private static final int SILENCED_AT_ONCE_MAX = 16;

  private final Hearing hearing;
  private final long silenceSamples;
  private final Map<String, PlainNode> nodes = new HashMap<>();
  private final Map<String, PlainProfile> profiles = new HashMap<>();
  private final List<Expected> expected = new ArrayList<>();

  /** Samples, as counted by the nodes. */
  private long clock;

  private PlainPartition(Life life) {
    this.hearing = life.hearing();
    this.silenceSamples = life.silence().toMillis() * hearing.sampleRateHz() / 1_000;
  }

  /** What must come out at each step. */
  static List<Expected> tell(Life life) {
    PlainPartition partition = new PlainPartition(life);
    for (Step step : life.steps()) {
      partition.expected.add(new Expected());
      partition.take(step);
    }
    for (PlainNode node : partition.nodes.values()) {
      new PlainListener(life.hearing(), node.id(), partition.expected).listen(node.story());
    }
    return partition.expected;
  }

  private Expected now() {
    return expected.get(expected.size() - 1);
  }

  private void take(Step step) {
    if (step instanceof Step.Sent sent) {
      arrives(sent.message().arrival(hearing.sampleRateHz()), false);
    } else if (step instanceof Step.SentToFail sent) {
      arrives(sent.message().arrival(hearing.sampleRateHz()), true);
    } else if (step instanceof Step.Said said) {
      isSaid(said.nodeId(), said.profile());
    }
  }

  private void isSaid(String nodeId, Optional<NodeProfile> said) {
    PlainProfile profile = new PlainProfile(said);
    if (profile.makesSense(hearing.metadata().decision())) {
      profiles.put(nodeId, profile);
    } else {
      now().deadLetters.add(EnumSet.of(Reason.WRONG_PROFILE));
    }
  }

  private void arrives(Arrival record, boolean scorerFails) {
    try {
      PlainFrame frame = PlainFrame.read(record);
      Set<Reason> wrongs = frame.wrongs(record, hearing.sampleRateHz());
      if (wrongs.isEmpty()) {
        arrives(frame, scorerFails);
      } else {
        now().deadLetters.add(wrongs);
      }
    } catch (PlainFrame.Unreadable e) {
      now().deadLetters.add(EnumSet.of(e.reason));
    }
  }

  private void arrives(PlainFrame frame, boolean scorerFails) {
    PlainNode node =
        nodes.computeIfAbsent(frame.nodeId(), id -> new PlainNode(id, hearing.metadata()));
    PlainNode.Place place = node.placeOf(frame);
    if (scorerFails && node.completesAWindow(frame, place)) {
      now().deadLetters.add(EnumSet.of(Reason.PROCESSING_FAILED));
      return;
    }
    clock = Math.max(clock, node.clockAfter(frame, place, clock));
    if (isOverdue(node)) {
      node.fallsSilent(moment(node));
    }
    node.takes(frame, place, clock, moment(node));
    nodes.values().stream()
        .filter(other -> other != node && isOverdue(other))
        .sorted(Comparator.comparing(PlainNode::heardAtClock).thenComparing(PlainNode::id))
        .limit(SILENCED_AT_ONCE_MAX)
        .forEach(other -> other.fallsSilent(moment(other)));
  }

  private boolean isOverdue(PlainNode node) {
    return node.isListenedFor() && clock - node.heardAtClock() > silenceSamples;
  }

  private Moment moment(PlainNode node) {
    return new Moment(
        expected.size() - 1, now(), profiles.getOrDefault(node.id(), PlainProfile.NONE));
  }

  /**
   * When something happens to a node.
   *
   * @param expected takes what must come of it
   */
  record Moment(int step, Expected expected, PlainProfile profile) {}
}
