package dev.earshot.city.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.console.Colours;
import dev.earshot.console.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CityTableTest {
  private static final Screen SCREEN = new Screen(24, 100);

  @Test
  void aNodeIsOneLineWithItsLevelScoreStateAndLastAnomaly() {
    NodeRow node =
        new NodeRow(
            "node-03",
            -31.25,
            0.5,
            NodeRow.State.OPEN,
            Optional.of(new NodeRow.LastAnomaly(2, 1.6, 0.93, Optional.of("siren"))));

    assertThat(new CityTable(SCREEN, new Colours(false), false).lines("Earshot", List.of(node)))
        .containsExactly(
            "Earshot",
            "node           level dBFS  score                      state    last anomaly",
            "node-03             -31.3  ##########.......... 0.50  open     "
                + "for 2 s, peak 0.93, siren");
  }

  @Test
  void anAnomalyThatIsOverSaysWhenItWasAndHowLong() {
    NodeRow node =
        new NodeRow(
            "node-03",
            -31.25,
            0.1,
            NodeRow.State.QUIET,
            Optional.of(new NodeRow.LastAnomaly(20, 1.6, 0.93, Optional.empty())));

    assertThat(
            new CityTable(SCREEN, new Colours(false), false).lines("Earshot", List.of(node)).get(2))
        .endsWith("quiet    20 s ago, 1.6 s, peak 0.93");
  }

  @Test
  void onANarrowScreenTheBarGivesWayToTheWords() {
    NodeRow node =
        new NodeRow(
            "node-03",
            -31.25,
            0.5,
            NodeRow.State.OPEN,
            Optional.of(new NodeRow.LastAnomaly(2, 1.6, 0.93, Optional.empty())));

    assertThat(
            new CityTable(new Screen(24, 70), new Colours(false), false)
                .lines("Earshot", List.of(node))
                .get(2))
        .isEqualTo("node-03             -31.3  ##.. 0.50  open     for 2 s, peak 0.93");
  }

  @Test
  void theBarFillsByEighthsWhereTheScreenShowsThem() {
    CityTable table = new CityTable(SCREEN, new Colours(false), true);

    assertThat(table.bar(0)).isBlank().hasSize(20);
    assertThat(table.bar(1)).isEqualTo("█".repeat(20));
    assertThat(table.bar(0.525)).isEqualTo("█".repeat(10) + "▌" + " ".repeat(9));
    assertThat(table.bar(7)).isEqualTo(table.bar(1));
  }

  @Test
  void noLineIsWiderThanTheScreenNorTheTableHigher() {
    List<NodeRow> nodes = quietNodes(100);

    List<String> lines =
        new CityTable(new Screen(10, 40), new Colours(false), false).lines("x".repeat(200), nodes);

    assertThat(lines).hasSize(9).allMatch(line -> line.length() < 40);
    assertThat(lines.get(8)).isEqualTo("and 94 more nodes");
  }

  @Test
  void whereRowsAreFewNodesWithAnAlarmStay() {
    List<NodeRow> nodes = quietNodes(100);
    nodes.set(77, new NodeRow("node-77", -20, 0.9, NodeRow.State.OPEN, Optional.empty()));
    nodes.set(
        88,
        new NodeRow(
            "node-88",
            -20,
            0.1,
            NodeRow.State.QUIET,
            Optional.of(new NodeRow.LastAnomaly(5, 1, 0.8, Optional.empty()))));

    assertThat(new CityTable(new Screen(10, 80), new Colours(false), false).lines("Earshot", nodes))
        .anyMatch(line -> line.startsWith("node-77"))
        .anyMatch(line -> line.startsWith("node-88"));
  }

  @Test
  void coloursAppearOnlyWhereTheyAreWanted() {
    List<NodeRow> nodes =
        List.of(new NodeRow("node-01", -20, 0.9, NodeRow.State.OPEN, Optional.empty()));

    assertThat(
            String.join(
                "", new CityTable(SCREEN, new Colours(false), true).lines("Earshot", nodes)))
        .doesNotContain("\u001b");
    assertThat(new CityTable(SCREEN, new Colours(true), true).lines("Earshot", nodes).get(2))
        .startsWith("\u001b[1;31m")
        .endsWith("\u001b[0m");
  }

  private static List<NodeRow> quietNodes(int count) {
    List<NodeRow> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(new NodeRow("node-" + i, -50, 0.1, NodeRow.State.QUIET, Optional.empty()));
    }
    return nodes;
  }
}
