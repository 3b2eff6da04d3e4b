package dev.earshot.city.demo;

import dev.earshot.console.Screen;
import dev.earshot.console.Terminal;
import dev.earshot.console.Ticker;
import dev.earshot.processor.query.AnomalyView;
import dev.earshot.processor.query.CityView;
import dev.earshot.processor.query.NodeView;
import dev.earshot.sim.Progress;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the user sees while the city plays, on standard error: a table redrawn in place where that
 * is a terminal, otherwise a line for each alarm that is raised or ends. Not thread-safe.
 */
interface Display extends AutoCloseable {
  /**
   * Shows the city as it is.
   *
   * @param wallSeconds since the nodes began to play
   */
  void show(CityView view, Progress progress, double wallSeconds);

  /** Leaves what is shown, and the terminal as it was. */
  @Override
  default void close() {}

  /** What suits the run and standard error. */
  static Display of(DemoPlan plan) {
    if (plan.headless()) {
      return (view, progress, wallSeconds) -> {};
    }
    Terminal terminal = Terminal.standardError();
    return terminal
        .screen()
        .<Display>map(screen -> new Table(terminal, screen, plan))
        .orElseGet(() -> new Lines(terminal, plan));
  }

  /** The page's address. */
  static String page(DemoPlan plan) {
    return "http://127.0.0.1:" + plan.port();
  }

  /** A table of all nodes. */
  final class Table implements Display {
    private final Terminal terminal;
    private final CityTable table;
    private final DemoPlan plan;
    private final Set<String> alarms = new HashSet<>();
    private long version = -1;

    Table(Terminal terminal, Screen screen, DemoPlan plan) {
      this.terminal = terminal;
      this.table = new CityTable(screen, terminal.colours(), terminal.unicode());
      this.plan = plan;
    }

    @Override
    public void show(CityView view, Progress progress, double wallSeconds) {
      CityView.Changes changes = view.changesSince(version);
      version = changes.version();
      // counted here: the view keeps the newest only
      changes.anomalies().forEach(anomaly -> alarms.add(anomaly.anomalyId()));
      double soundSeconds = progress.soundHours() * 3600 / plan.simulation().nodes();
      String title =
          String.format(
              Locale.ROOT,
              "%s  Ctrl-C ends it  %s of sound, events played: %d, alarms: %d",
              page(plan),
              Ticker.clock(soundSeconds),
              progress.eventsPlayed(),
              alarms.size());
      terminal.redraw(table.lines(title, view.nodes().stream().map(Table::row).toList()));
    }

    static NodeRow row(NodeView node) {
      return new NodeRow(
          node.nodeId(),
          node.laeqDbfs(),
          node.smoothedScore(),
          state(node.state()),
          node.lastAnomaly()
              .map(
                  anomaly ->
                      new NodeRow.LastAnomaly(
                          // a clock that was set back is behind its own alarm
                          Math.max(
                              0, seconds(Duration.between(anomaly.startedAt(), node.heardAt()))),
                          anomaly.durationS(),
                          anomaly.peakScore(),
                          anomaly.label())));
    }

    private static NodeRow.State state(String name) {
      for (NodeRow.State state : NodeRow.State.values()) {
        if (state.name().equals(name)) {
          return state;
        }
      }
      return NodeRow.State.QUIET;
    }

    private static double seconds(Duration duration) {
      return Math.max(0, duration.toMillis() / 1e3);
    }
  }

  /** A line for each alarm raised and each ended. */
  final class Lines implements Display {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Terminal terminal;
    private final Set<String> open = new HashSet<>();
    private long version = -1;

    Lines(Terminal terminal, DemoPlan plan) {
      this.terminal = terminal;
      terminal.print(
          String.format(
              Locale.ROOT,
              "%d nodes play, %s, Ctrl-C ends it",
              plan.simulation().nodes(),
              page(plan)));
    }

    @Override
    public void show(CityView view, Progress progress, double wallSeconds) {
      CityView.Changes changes = view.changesSince(version);
      version = changes.version();
      List<AnomalyView> newestFirst = changes.anomalies();
      for (int i = newestFirst.size() - 1; i >= 0; i--) {
        show(newestFirst.get(i));
      }
    }

    private void show(AnomalyView anomaly) {
      boolean isNew = !open.contains(anomaly.anomalyId());
      if (isNew) {
        terminal.print(
            String.format(
                Locale.ROOT,
                "%s  %-10s OPENED  %.1f dBFS, score %.2f%s",
                TIME.format(anomaly.startedAt()),
                anomaly.nodeId(),
                anomaly.laeqDbfs(),
                anomaly.peakScore(),
                label(anomaly.label())));
        open.add(anomaly.anomalyId());
      }
      if (!anomaly.open()) {
        terminal.print(
            String.format(
                Locale.ROOT,
                "%s  %-10s CLOSED  after %.1f s, peak score %.2f%s",
                TIME.format(anomaly.endedAt().orElse(anomaly.updatedAt())),
                anomaly.nodeId(),
                anomaly.durationS(),
                anomaly.peakScore(),
                label(anomaly.label())));
        open.remove(anomaly.anomalyId());
      }
    }

    private static String label(Optional<String> label) {
      return label.map(name -> ", " + name).orElse("");
    }
  }
}
