package dev.earshot.city.torture;

import dev.earshot.recordings.synthetic.SyntheticSounds;
import dev.earshot.sim.NodeStream;
import dev.earshot.sim.SimulationConfig;
import dev.earshot.v1.NodeProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * Nodes that play a synthetic city and misbehave in every way that {@link Mischief} knows, turn by
 * turn, without an end. Two cities of the same seed and size send the same bytes in the same order;
 * their event time begins at {@link #BEGIN}, whatever the time is. For one thread.
 */
final class HostileCity {
  /** Event time of the first samples; far ahead, so that whatever is announced is so in time. */
  static final Instant BEGIN = Instant.parse("2100-03-01T12:00:00Z");

  private static final double SNR_DB = 15;
  private static final double EVENT_GAP_S_MIN = 4;
  private static final double EVENT_GAP_S_MAX = 8;

  private final SplittableRandom random;
  private final List<HostileNode> nodes = new ArrayList<>();
  private final List<NodeProfile> profiles = new ArrayList<>();
  private final Map<Mischief, Long> done = new EnumMap<>(Mischief.class);
  private final Queue<Message> waiting = new ArrayDeque<>();
  private int turn;

  HostileCity(long seed, int nodeCount) {
    random = new SplittableRandom(seed);
    SimulationConfig sound =
        new SimulationConfig(
            nodeCount,
            1,
            Optional.<Duration>empty(),
            seed,
            SimulationConfig.DEFAULT_MESSAGE_MILLIS,
            SNR_DB,
            EVENT_GAP_S_MIN,
            EVENT_GAP_S_MAX,
            BEGIN);
    SyntheticSounds library = new SyntheticSounds();
    for (int i = 0; i < nodeCount; i++) {
      String id = sound.nodeId(i);
      nodes.add(new HostileNode(id, new NodeStream(sound, i, library), random.split(), BEGIN));
      if (i % 4 == 0) {
        profiles.add(profile(id));
      }
    }
  }

  private NodeProfile profile(String id) {
    return NodeProfile.newBuilder()
        .setNodeId(id)
        .setCalibrationOffsetDb((float) random.nextInt(80, 120))
        .setOpenThreshold((float) random.nextDouble(0.5, 0.8))
        .build();
  }

  /** What the operator has said of some of the nodes before they begin. */
  List<NodeProfile> profiles() {
    return List.copyOf(profiles);
  }

  /** Event time, by clocks that do not jump, when the city has sent so many messages. */
  Instant timeAfter(long messages) {
    return BEGIN.plus(HostileNode.USUAL_FRAME.multipliedBy(messages / nodes.size()));
  }

  /** The message that is sent next. */
  Message next() {
    while (waiting.isEmpty()) {
      HostileNode node = nodes.get(turn++ % nodes.size());
      if (!node.isSilent()) {
        Mischief mischief = Mischief.draw(random);
        done.merge(mischief, 1L, Long::sum);
        waiting.addAll(node.turn(mischief));
      }
    }
    return waiting.remove();
  }

  /** How often the nodes have done what so far. */
  Map<Mischief, Long> done() {
    return new EnumMap<>(done);
  }
}
