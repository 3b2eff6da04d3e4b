package dev.earshot.sim;

import dev.earshot.console.Failure;
import dev.earshot.contracts.ClusterCheck;
import java.util.Map;

/** What both commands ask first. */
final class Cluster {
  private Cluster() {}

  /**
   * @throws Failure where no broker answers
   */
  static void require(Map<String, String> clientProperties) {
    ClusterCheck.Answer answer =
        ClusterCheck.reach(clientProperties, ClusterCheck.DEFAULT_PATIENCE);
    if (answer instanceof ClusterCheck.NotReached notReached) {
      throw Failure.because(notReached.message());
    }
  }
}
