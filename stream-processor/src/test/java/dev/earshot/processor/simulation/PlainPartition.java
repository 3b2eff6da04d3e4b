package dev.earshot.processor.simulation;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.partition.Arrival;
import dev.earshot.processor.simulation.PlainLetters.Letter;
import dev.earshot.v1.NodeProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The rules of docs/stream-rules.md for one partition, as they read, slowly and keeping all: what
 * must come out at each step of a life. Knows nothing of transactions, crashes and saved states, as
 * nothing that comes out may depend on them, and shares no code with the processor but the
 * front-end's columns and the level meter's hops, of which it takes all of a stretch in one go.
 */
final class PlainPartition {
  /** Nodes that fall silent at a record of another node, or are forgotten, at most. */
  private static final int AT_ONCE_MAX = 16;

  private final Life life;
  private final Map<String, PlainNode> nodes = new HashMap<>();
  private final List<PlainNode> everyNode = new ArrayList<>();

  /** What was said of a node and may come to stand, in the order in which it was said. */
  private final Map<String, List<PlainProfile>> profiles = new HashMap<>();

  private final PlainLetters letters;
  private final List<Expected> expected = new ArrayList<>();

  /** Samples, as counted by the nodes. */
  private long clock;

  private PlainPartition(Life life) {
    this.life = life;
    this.letters = new PlainLetters(life.limits());
  }

  /** What must come out at each step. */
  static List<Expected> tell(Life life) {
    PlainPartition partition = new PlainPartition(life);
    for (Step step : life.steps()) {
      partition.expected.add(new Expected());
      partition.take(step);
      partition.now().kept.addAll(partition.nodes.keySet());
    }
    for (PlainNode node : partition.everyNode) {
      new PlainListener(node.id(), partition.expected).listen(node.story());
    }
    return partition.expected;
  }

  private Expected now() {
    return expected.get(expected.size() - 1);
  }

  private void take(Step step) {
    if (step instanceof Step.Sent sent) {
      arrives(sent.message().arrival(life), false);
    } else if (step instanceof Step.SentToFail sent) {
      arrives(sent.message().arrival(life), true);
    } else if (step instanceof Step.Said said) {
      isSaid(said.nodeId(), said.profile());
    }
  }

  private void isSaid(String nodeId, Optional<NodeProfile> said) {
    PlainProfile profile = new PlainProfile(said);
    if (said.isEmpty()) {
      profiles.remove(nodeId);
      return;
    }
    Optional<List<PlainProfile>> with =
        profile.makesSense(life.models().get(0).hearing().decision())
            ? PlainProfile.with(saidOf(nodeId), profile)
            : Optional.empty();
    with.ifPresentOrElse(
        all -> profiles.put(nodeId, all), () -> isAlwaysKept(Reason.WRONG_PROFILE));
  }

  private void isAlwaysKept(Reason reason) {
    now().deadLetters.add(new Letter(EnumSet.of(reason), 0));
  }

  private void arrives(Arrival record, boolean scorerFails) {
    try {
      PlainFrame frame = PlainFrame.read(record, life.sampleRateHz());
      Set<Reason> wrongs = frame.wrongs(record, life.sampleRateHz());
      if (wrongs.isEmpty() && life.signaturesRequired()) {
        wrongs = PlainSignature.wrongs(record, profileForKey(frame));
      }
      if (wrongs.isEmpty()) {
        arrives(frame, scorerFails);
      } else {
        isRefused(wrongs);
      }
    } catch (PlainFrame.Unreadable e) {
      isRefused(EnumSet.of(e.reason));
    }
  }

  private void isRefused(Set<Reason> reasons) {
    letters.add(reasons, clock / life.sampleRateHz()).ifPresent(now().deadLetters::add);
  }

  private void arrives(PlainFrame frame, boolean scorerFails) {
    boolean isNew = !nodes.containsKey(frame.nodeId());
    if (isNew && nodes.size() >= life.limits().nodes()) {
      isRefused(EnumSet.of(Reason.TOO_MANY_NODES));
      return;
    }
    PlainNode node = isNew ? new PlainNode(frame.nodeId(), life) : nodes.get(frame.nodeId());
    PlainNode.Place place = node.placeOf(frame);
    if (scorerFails && node.completesAWindow(frame, place)) {
      isAlwaysKept(Reason.PROCESSING_FAILED);
      return;
    }
    if (isNew) {
      nodes.put(node.id(), node);
      everyNode.add(node);
    }
    now().place = Optional.of(place);
    hears(node, frame, place);
  }

  private void hears(PlainNode node, PlainFrame frame, PlainNode.Place place) {
    List<PlainNode> others = nodes.values().stream().filter(other -> other != node).toList();
    List<PlainNode> silent = others.stream().filter(PlainNode::isSilent).toList();
    List<PlainNode> listenedFor = others.stream().filter(other -> !other.isSilent()).toList();
    node.usesModelOf(frame, moment(node, frame));
    clock =
        Math.max(
            clock,
            node.clockAfter(
                frame, place, clock, life.silence().toMillis() * life.sampleRateHz() / 1_000));
    if (node.isHeard() && !node.isSilent() && isOverdue(node, life.silence())) {
      node.fallsSilent(moment(node, frame));
    }
    node.takes(frame, place, clock, moment(node, frame));
    overdue(listenedFor, life.silence()).forEach(other -> other.fallsSilent(moment(other)));
    for (PlainNode gone : overdue(silent, life.retention())) {
      gone.isForgotten(moment(gone));
      nodes.remove(gone.id());
    }
  }

  private boolean isOverdue(PlainNode node, Duration after) {
    return clock - node.heardAtClock() > after.toMillis() * life.sampleRateHz() / 1_000;
  }

  /** Those that were not heard for the longest first. */
  private List<PlainNode> overdue(List<PlainNode> some, Duration after) {
    return some.stream()
        .filter(node -> isOverdue(node, after))
        .sorted(Comparator.comparing(PlainNode::heardAtClock).thenComparing(PlainNode::id))
        .limit(AT_ONCE_MAX)
        .toList();
  }

  private List<PlainProfile> saidOf(String nodeId) {
    return profiles.getOrDefault(nodeId, List.of());
  }

  private PlainProfile profileForKey(PlainFrame frame) {
    long heardUntil =
        Optional.ofNullable(nodes.get(frame.nodeId())).map(PlainNode::newestMicros).orElse(0L);
    return PlainProfile.at(Math.max(heardUntil, frame.capturedAtMicros()), saidOf(frame.nodeId()));
  }

  /** At which this frame of the node comes. */
  private Moment moment(PlainNode node, PlainFrame frame) {
    return momentAt(frame.capturedAtMicros(), node);
  }

  /** At which a frame of another node comes. */
  private Moment moment(PlainNode node) {
    return momentAt(node.newestMicros(), node);
  }

  private Moment momentAt(long micros, PlainNode node) {
    return new Moment(
        expected.size() - 1,
        now(),
        PlainProfile.at(micros, saidOf(node.id())),
        reason -> isRefused(EnumSet.of(reason)));
  }

  /**
   * When something happens to a node.
   *
   * @param expected takes what must come of it
   * @param refuse takes why the frame, or a part of it, is a dead letter
   */
  record Moment(int step, Expected expected, PlainProfile profile, Consumer<Reason> refuse) {}
}
