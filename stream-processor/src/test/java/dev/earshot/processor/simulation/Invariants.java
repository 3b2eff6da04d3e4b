package dev.earshot.processor.simulation;

import dev.earshot.processor.node.LastHeard;
import dev.earshot.processor.node.ModelSchedule;
import dev.earshot.processor.node.NodeLife;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import dev.earshot.v1.WindowScore;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What holds whatever happens, whatever the rules in detail: looked at from outside, without the
 * plain model.
 */
final class Invariants {
  /** What docs/stream-rules.md says of the size of a state, and as much again for an event. */
  private static final int STATE_BYTES_MAX = 7_200;

  private final Changelog changelog;
  private final PartitionSettings settings;
  private final Map<ModelSchedule.Entry, NodeLife> probes = new HashMap<>();
  private final Map<String, SeenNode> nodes = new HashMap<>();
  private final Map<String, byte[]> statesSeen = new HashMap<>();
  private long clock;

  Invariants(PartitionSettings settings, Changelog changelog) {
    this.settings = settings;
    this.changelog = changelog;
  }

  /** States are bounded, reading and writing them changes nothing, and the clock only goes on. */
  Optional<String> ofStates() {
    long clockBefore = clock;
    clock = 0;
    StringBuilder wrong = new StringBuilder();
    changelog
        .ofNodes()
        .forEach(
            (nodeId, state) -> {
              clock = Math.max(clock, LastHeard.in(state).clock());
              if (!Arrays.equals(state, statesSeen.put(nodeId, state))) {
                wrong.append(wrongIn(nodeId, state));
              }
            });
    if (clock < clockBefore) {
      wrong.append("the stream clock goes back from " + clockBefore + " to " + clock);
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(wrong.toString());
  }

  /** The states are again what was committed last. */
  void aborted() {
    clock = 0;
    ofStates();
  }

  private String wrongIn(String nodeId, byte[] state) {
    ModelSchedule.Entry model = settings.models().get().at(LastHeard.in(state).modelFromMs());
    NodeLife probe = probes.computeIfAbsent(model, this::probe);
    if (state.length > STATE_BYTES_MAX) {
      return "the state of " + nodeId + " has " + state.length + " bytes";
    }
    Outcome silence = new Outcome();
    probe.wake(
        nodeId,
        Optional.of(state),
        changelog.profileOf(nodeId, LastHeard.in(state).capturedMicros()),
        silence);
    return Arrays.equals(probe.save(), state)
        ? ""
        : "the state of " + nodeId + " is another after it was read and written";
  }

  private NodeLife probe(ModelSchedule.Entry model) {
    return new NodeLife(model, model.model().scorers().get(), settings.silence(), NodeMetrics.NONE);
  }

  /** What is committed is in order. */
  Optional<String> seen(Outcome outcome) {
    try {
      outcome.statuses.forEach(this::see);
      outcome.scores.forEach(score -> of(score.getNodeId()).see(score));
      outcome.anomalies.forEach(event -> of(event.getNodeId()).see(event));
      return Optional.empty();
    } catch (OutOfOrder e) {
      return Optional.of(e.getMessage());
    }
  }

  private void see(NodeStatus status) {
    of(status.getNodeId()).see(status);
    if (status.getKind() == NodeStatusKind.FORGOTTEN) {
      nodes.remove(status.getNodeId());
    }
  }

  private SeenNode of(String nodeId) {
    return nodes.computeIfAbsent(nodeId, id -> new SeenNode());
  }

  private static final class OutOfOrder extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfOrder(String what, Object where) {
      super(what + ": " + where, null, false, false);
    }
  }

  private static void must(boolean holds, String what, Object where) {
    if (!holds) {
      throw new OutOfOrder(what, where);
    }
  }

  /** One node as those see it who read the topics. */
  private static final class SeenNode {
    /** Sessions whose values are remembered, the one that goes on last. */
    private static final int SESSIONS_REMEMBERED = 5;

    private final Deque<Long> sessions = new ArrayDeque<>();
    private final Map<Long, Long> lastWindowBySession = new HashMap<>();
    private final Map<String, AnomalyEvent> anomalies = new HashMap<>();
    private Optional<NodeStatus> last = Optional.empty();
    private Optional<String> open = Optional.empty();
    private boolean silent;

    /** Samples by which the positions have gone on, restarts apart. */
    private long wentOn;

    void see(NodeStatus status) {
      NodeStatusKind kind = status.getKind();
      must(last.isEmpty() == (kind == NodeStatusKind.FIRST_HEARD), "heard first once", status);
      must(silent ? kind != NodeStatusKind.SILENT : kind != NodeStatusKind.BACK, "in turn", status);
      silent = kind == NodeStatusKind.SILENT || silent && kind != NodeStatusKind.BACK;
      last.ifPresent(before -> compare(before, status));
      if (kind == NodeStatusKind.FIRST_HEARD || kind == NodeStatusKind.RESTARTED) {
        begins(status.getSession());
      }
      long known = status.getSamplesHeard() + status.getSamplesLost();
      must(known <= wentOn, "no more is heard and lost than there was", status);
      must(wentOn <= known + status.getSamplesLate(), "heard, lost or late is all", status);
      last = Optional.of(status);
    }

    private void compare(NodeStatus before, NodeStatus now) {
      must(now.getSamplesHeard() >= before.getSamplesHeard(), "heard goes on", now);
      must(now.getSamplesDuplicate() >= before.getSamplesDuplicate(), "duplicate goes on", now);
      must(now.getSamplesLate() >= before.getSamplesLate(), "late goes on", now);
      must(now.getSamplesLost() >= 0, "lost is not negative", now);
      boolean restarts = now.getKind() == NodeStatusKind.RESTARTED;
      must(now.getRestarts() == before.getRestarts() + (restarts ? 1 : 0), "restarts", now);
      if (!restarts) {
        must(now.getSession() == before.getSession(), "the session stays", now);
        must(now.getNextSample() >= before.getNextSample(), "next goes on", now);
        wentOn += now.getNextSample() - before.getNextSample();
      } else {
        // what was heard since the last status of the session before
        wentOn += now.getSamplesHeard() - before.getSamplesHeard();
      }
    }

    /** A session whose value comes again after four others is another one. */
    private void begins(long session) {
      sessions.remove(session);
      sessions.add(session);
      if (sessions.size() > SESSIONS_REMEMBERED) {
        long forgotten = sessions.remove();
        lastWindowBySession.remove(forgotten);
        anomalies.values().removeIf(event -> event.getSession() == forgotten);
      }
    }

    void see(WindowScore score) {
      long before = lastWindowBySession.getOrDefault(score.getSession(), -1L);
      must(score.getFirstSample() > before, "nothing is heard twice or out of order", score);
      lastWindowBySession.put(score.getSession(), score.getFirstSample());
      must(0 <= score.getScore() && score.getScore() <= 1, "scores are probabilities", score);
    }

    void see(AnomalyEvent event) {
      AnomalyEvent before = anomalies.put(event.getAnomalyId(), event);
      if (event.getPhase() == AnomalyPhase.OPENED) {
        must(before == null, "an anomaly opens once", event);
        must(open.isEmpty(), "one at a time is open", event);
        must(event.getRevision() == 0, "revisions begin at 0", event);
        open = Optional.of(event.getAnomalyId());
      } else {
        must(open.equals(Optional.of(event.getAnomalyId())), "only what is open goes on", event);
        follows(before, event);
      }
      must(!event.getStartedAt().isAfter(event.getUpdatedAt()), "times in order", event);
      if (event.getPhase() == AnomalyPhase.CLOSED) {
        must(!event.getEndedAt().isBefore(event.getStartedAt()), "times in order", event);
        must(!event.getEndedAt().isAfter(event.getUpdatedAt()), "times in order", event);
        open = Optional.empty();
      }
    }

    private static void follows(AnomalyEvent before, AnomalyEvent event) {
      must(event.getRevision() == before.getRevision() + 1, "revisions are consecutive", event);
      must(event.getStartedAt().equals(before.getStartedAt()), "it started once", event);
      must(!event.getUpdatedAt().isBefore(before.getUpdatedAt()), "times in order", event);
      must(event.getPeakScore() >= before.getPeakScore(), "a peak does not fall", event);
    }
  }
}
