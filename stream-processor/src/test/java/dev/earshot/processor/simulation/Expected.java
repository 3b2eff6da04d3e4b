package dev.earshot.processor.simulation;

import dev.earshot.processor.simulation.PlainLetters.Letter;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.WindowScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What must come of one step by the rules, topic by topic, each in order. */
final class Expected {
  final List<NodeStatus> statuses = new ArrayList<>();
  final List<AnomalyEvent> anomalies = new ArrayList<>();
  final List<WindowScore> scores = new ArrayList<>();

  /** Where the frame belonged, if it was right in itself. */
  Optional<PlainNode.Place> place = Optional.empty();

  final List<Letter> deadLetters = new ArrayList<>();

  /** Nodes of which something is kept afterwards. */
  final Set<String> kept = new TreeSet<>();

  /** How what came differs, in words; empty where it does not. */
  Optional<String> differsFrom(Outcome came) {
    if (!matches(came.deadLetters)) {
      return Optional.of(words("dead letters", deadLetters, came.deadLetters));
    }
    return difference("statuses", NodeStatus::getNodeId, statuses, came.statuses)
        .or(() -> difference("scores", WindowScore::getNodeId, scores, came.scores))
        .or(() -> difference("anomalies", AnomalyEvent::getNodeId, anomalies, came.anomalies));
  }

  private boolean matches(List<Outcome.Letter> came) {
    if (came.size() != deadLetters.size()) {
      return false;
    }
    for (int i = 0; i < came.size(); i++) {
      Letter wanted = deadLetters.get(i);
      if (!wanted.reasons().contains(came.get(i).reason())
          || wanted.leftOutBefore() != came.get(i).leftOutBefore()) {
        return false;
      }
    }
    return true;
  }

  /** The order counts among those of one node. */
  private static <T> Optional<String> difference(
      String what, Function<T, String> nodeId, List<T> wanted, List<T> came) {
    Comparator<T> byNode = Comparator.comparing(nodeId);
    List<T> wantedByNode = wanted.stream().sorted(byNode).toList();
    List<T> cameByNode = came.stream().sorted(byNode).toList();
    return wantedByNode.equals(cameByNode)
        ? Optional.empty()
        : Optional.of(words(what, wantedByNode, cameByNode));
  }

  private static String words(String what, List<?> wanted, List<?> came) {
    int alike = 0;
    while (alike < Math.min(wanted.size(), came.size())
        && wanted.get(alike).equals(came.get(alike))) {
      alike++;
    }
    return "%s by the rules, the first %d apart, which came: %s%n%s that came: %s"
        .formatted(
            what,
            alike,
            lines(wanted.subList(alike, wanted.size())),
            what,
            lines(came.subList(alike, came.size())));
  }

  private static String lines(List<?> all) {
    StringBuilder text = new StringBuilder(all.isEmpty() ? "none" : "");
    all.forEach(one -> text.append(System.lineSeparator()).append("    ").append(one));
    return text.toString();
  }
}
