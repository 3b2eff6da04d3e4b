package dev.earshot.city.demo;

import dev.earshot.console.Colours;
import dev.earshot.console.Colours.Paint;
import dev.earshot.console.Screen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * The table of a city's nodes as lines of text, each no wider than the screen. Pure.
 *
 * <p>Where there are more nodes than rows, those with an alarm come before those whose last anomaly
 * is the most recent, and the rest is counted in one line.
 */
final class CityTable {
  private static final int BAR_CELLS_MAX = 20;
  private static final int BAR_CELLS_MIN = 4;

  /** What a row needs beside its bar, with some words on the last anomaly. */
  private static final int OTHER_CELLS = 78;

  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";
  private static final int HEADER_AND_FOOTER_LINES = 3;
  private static final double LONG_AGO = Double.MAX_VALUE;

  private final Screen screen;
  private final Colours colours;
  private final boolean unicode;
  private final int barCells;

  CityTable(Screen screen, Colours colours, boolean unicode) {
    this.screen = screen;
    this.colours = colours;
    this.unicode = unicode;
    this.barCells =
        Math.max(BAR_CELLS_MIN, Math.min(BAR_CELLS_MAX, screen.columns() - OTHER_CELLS));
  }

  /**
   * Draws the table.
   *
   * @param title the line above it
   * @param nodes in the order in which they are to stand
   */
  List<String> lines(String title, List<NodeRow> nodes) {
    List<String> lines = new ArrayList<>();
    lines.add(colours.paint(Paint.BOLD, cut(title)));
    lines.add(
        colours.paint(
            Paint.DIM,
            cut(
                String.format(
                    "%-14s %10s  %-" + (barCells + 5) + "s  %-8s %s",
                    "node",
                    "level dBFS",
                    "score",
                    "state",
                    "last anomaly"))));
    // the screen's last line is left to the cursor
    int room = screen.rows() - 1 - HEADER_AND_FOOTER_LINES;
    List<NodeRow> shown = nodes.size() <= room + 1 ? nodes : mostAlarming(nodes, room);
    shown.forEach(node -> lines.add(row(node)));
    if (shown.size() < nodes.size()) {
      lines.add(
          colours.paint(Paint.DIM, cut("and " + (nodes.size() - shown.size()) + " more nodes")));
    }
    return lines;
  }

  private static List<NodeRow> mostAlarming(List<NodeRow> nodes, int room) {
    List<NodeRow> chosen =
        nodes.stream()
            .sorted(
                Comparator.comparing((NodeRow node) -> !node.state().raised())
                    .thenComparingDouble(
                        node ->
                            node.lastAnomaly()
                                .map(NodeRow.LastAnomaly::secondsAgo)
                                .orElse(LONG_AGO)))
            .limit(Math.max(0, room))
            .toList();
    return nodes.stream().filter(chosen::contains).toList();
  }

  private String row(NodeRow node) {
    String text =
        cut(
            String.format(
                Locale.ROOT,
                "%-14s %10.1f  %s %.2f  %-8s %s",
                node.nodeId(),
                node.levelDbfs(),
                bar(node.score()),
                node.score(),
                node.state().name().toLowerCase(Locale.ROOT),
                node.lastAnomaly().map(last -> said(last, node.state())).orElse("")));
    return switch (node.state()) {
      case QUIET -> text;
      case PENDING -> colours.paint(Paint.YELLOW, text);
      case OPEN, CLOSING -> colours.paint(Paint.RED, text);
    };
  }

  private static String said(NodeRow.LastAnomaly anomaly, NodeRow.State state) {
    // an alarm that lasts is reported on now and then: its length so far is since it was raised
    String when =
        state.raised()
            ? "for " + length(anomaly.secondsAgo())
            : String.format(
                Locale.ROOT,
                "%s ago, %.1f s",
                length(anomaly.secondsAgo()),
                anomaly.durationSeconds());
    return String.format(
        Locale.ROOT,
        "%s, peak %.2f%s",
        when,
        anomaly.peakScore(),
        anomaly.label().map(label -> ", " + label).orElse(""));
  }

  private static String length(double seconds) {
    DoubleFunction<String> whole = value -> String.format(Locale.ROOT, "%.0f", value);
    return seconds < 100 ? whole.apply(seconds) + " s" : whole.apply(seconds / 60) + " min";
  }

  /** A bar of a fixed number of cells, a score of 1 filling it. */
  String bar(double score) {
    double cells = Math.max(0, Math.min(1, score)) * barCells;
    StringBuilder bar = new StringBuilder();
    for (int cell = 0; cell < barCells; cell++) {
      double filled = Math.max(0, Math.min(1, cells - cell));
      bar.append(unicode ? EIGHTHS.charAt((int) (filled * 8)) : filled >= 0.5 ? '#' : '.');
    }
    return bar.toString();
  }

  private String cut(String text) {
    int width = screen.columns() - 1;
    return text.length() <= width ? text : text.substring(0, width);
  }
}
