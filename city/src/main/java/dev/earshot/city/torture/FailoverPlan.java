package dev.earshot.city.torture;

import dev.earshot.console.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a measurement of fail-over is to do. The messages name the options of {@code failover}.
 *
 * @param kills of processors, 0 to 1,000
 * @param restarts of both processors, one after the other, 0 to 1,000; not both of them 0
 * @param nodes 1 to 1,000
 * @param processOptions further options of {@code earshot process}
 * @param report where the report is written; empty: nowhere
 */
record FailoverPlan(
    int kills, int restarts, int nodes, List<String> processOptions, Optional<Path> report) {
  private static final int TIMES_MAX = 1_000;
  private static final int NODES_MAX = 1_000;

  FailoverPlan {
    TorturePlan.within("--kills", kills, 0, TIMES_MAX);
    TorturePlan.within("--restarts", restarts, 0, TIMES_MAX);
    TorturePlan.within("--nodes", nodes, 1, NODES_MAX);
    if (kills + restarts == 0) {
      throw Failure.usage("--kills and --restarts are both 0: there is nothing to measure");
    }
    processOptions = List.copyOf(processOptions);
  }
}
