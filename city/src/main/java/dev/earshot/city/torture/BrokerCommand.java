package dev.earshot.city.torture;

import dev.earshot.city.broker.BrokerCluster;
import dev.earshot.city.broker.EmbeddedBroker;
import dev.earshot.city.run.PlainLog;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code earshot broker}: one node of the torture's cluster as a process of its own. No command for
 * users: whoever wants a broker for more than a test takes Kafka's own distribution.
 */
@Command(
    name = "broker",
    hidden = true,
    footerHeading = "",
    description = "Runs one node of a Kafka cluster until it is ended; for 'torture' alone.")
public final class BrokerCommand extends EarshotCommand {
  @Option(names = "--cluster", required = true, paramLabel = "CLUSTER", description = "All nodes.")
  private String cluster;

  @Option(names = "--node", required = true, paramLabel = "ID", description = "Which of them.")
  private int nodeId;

  @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Where its data is.")
  private Path directory;

  @Override
  public void run() {
    PlainLog.to(new ConsoleHandler(), Level.INFO);
    BrokerCluster nodes = BrokerCluster.parse(cluster);
    BrokerCluster.Node node =
        nodes.node(nodeId).orElseThrow(() -> Failure.usage("no node " + nodeId + " in --cluster"));
    EmbeddedBroker broker = EmbeddedBroker.memberOf(nodes, node, directory);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "earshot-broker-end"));
    // whoever started it may be killed, and nobody else knows of it
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
    broker.start();
    try {
      new CountDownLatch(1).await(); // the process is ended from outside
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
