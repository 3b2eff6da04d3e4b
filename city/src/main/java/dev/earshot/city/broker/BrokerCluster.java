package dev.earshot.city.broker;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Where the nodes of a Kafka cluster on this machine stand; each is broker and controller in one
 * and listens on {@value #HOST} only. Immutable, and known before any of them runs. Its {@linkplain
 * #toString text} is what the process of a node is told.
 *
 * @param id Kafka's id of the cluster
 * @param nodes one or more, with ids of their own
 */
public record BrokerCluster(String id, List<Node> nodes) {
  static final String HOST = "127.0.0.1";

  /** The ports of one node; ids begin with 1. */
  public record Node(int id, int brokerPort, int controllerPort) {}

  public BrokerCluster {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty() || nodes.stream().map(Node::id).distinct().count() < nodes.size()) {
      throw new IllegalArgumentException("a cluster has nodes, each with an id of its own");
    }
  }

  /** A new cluster of so many nodes, on ports that are free now. */
  public static BrokerCluster of(int size) {
    List<Integer> ports = FreePorts.find(2 * size);
    return new BrokerCluster(
        Uuid.randomUuid().toString(),
        IntStream.range(0, size)
            .mapToObj(i -> new Node(i + 1, ports.get(2 * i), ports.get(2 * i + 1)))
            .toList());
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException where it is no such text
   */
  public static BrokerCluster parse(String text) {
    String[] parts = text.split(",");
    return new BrokerCluster(
        parts[0], Arrays.stream(parts).skip(1).map(BrokerCluster::parseNode).toList());
  }

  private static Node parseNode(String text) {
    int[] numbers = Arrays.stream(text.split(":")).mapToInt(Integer::parseInt).toArray();
    if (numbers.length != 3) {
      throw new IllegalArgumentException("'" + text + "' is no ID:PORT:PORT");
    }
    return new Node(numbers[0], numbers[1], numbers[2]);
  }

  @Override
  public String toString() {
    return id
        + ","
        + joined(node -> "%d:%d:%d".formatted(node.id, node.brokerPort, node.controllerPort));
  }

  /** All nodes to connect to, as clients take it. */
  public String bootstrapServers() {
    return joined(node -> HOST + ":" + node.brokerPort);
  }

  /** All controllers, as Kafka's nodes take it. */
  String voters() {
    return joined(node -> node.id + "@" + HOST + ":" + node.controllerPort);
  }

  private String joined(Function<Node, String> of) {
    return nodes.stream().map(of).collect(Collectors.joining(","));
  }

  /** The node with this id, if there is one. */
  public Optional<Node> node(int nodeId) {
    return nodes.stream().filter(node -> node.id == nodeId).findAny();
  }

  /** How many copies of everything: three, or as many as there are nodes. */
  int copies() {
    return Math.min(3, nodes.size());
  }

  /** How many copies have to be there before a write counts: one node of three may be away. */
  int copiesInSync() {
    return Math.max(1, copies() - 1);
  }
}
