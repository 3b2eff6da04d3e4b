package dev.earshot.processor.simulation;

import dev.earshot.processor.partition.PartitionLimits;
import dev.earshot.processor.simulation.HostileNode.Delayed;
import dev.earshot.processor.simulation.Life.Shift;
import dev.earshot.v1.NodeProfile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes up lives: a partition of hostile nodes, whose messages overtake each other, operators who
 * change their minds, and machines that break. The same for the same seed.
 */
final class HostileCity {
  /** One life in so many hears with the front-end of the shipped model. */
  private static final int PAPER_IN = 64;

  /** One life in so many is of one node that sends long frames, and so is heard for long. */
  private static final int LONG_FRAMES_IN = 50;

  /** One life in so many has more nodes than may fall silent at once. */
  private static final int CROWD_IN = 100;

  private static final int CROWD = 24;

  /** What the machines do. */
  private enum Machines {
    STEADY,
    COMMITTING,
    HANDED_OVER_AT_EVERY_STEP,
    CRASHING_AT_EVERY_STEP,
    BREAKING
  }

  /** In one life in so many signatures are required. */
  private static final int SIGNED_IN = 48;

  private record Due(Step step, int turn) {}

  private final SplittableRandom random;
  private final Hearing hearing;
  private final List<HostileNode> nodes = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final Machines machines;
  private final Duration silence;
  private final Duration retention;
  private final boolean signed;
  private final boolean operatorsAreBusy;
  private final int turns;

  private HostileCity(long seed) {
    random = new SplittableRandom(seed);
    hearing = random.nextInt(PAPER_IN) == 0 ? Hearing.PAPER : Hearing.SMALL;
    machines = Machines.values()[random.nextInt(Machines.values().length)];
    signed = random.nextInt(SIGNED_IN) == 0;
    operatorsAreBusy = random.nextInt(4) == 0;
    silence = Duration.ofSeconds(random.nextInt(4) == 0 ? 10 : 3);
    retention =
        random.nextBoolean() ? silence.plusMillis(1 + random.nextInt(3_000)) : Duration.ofDays(30);
    int rateHz = hearing.sampleRateHz();
    int crowd = random.nextInt(CROWD_IN) == 0 ? CROWD : 1 + random.nextInt(5);
    boolean longFrames = hearing == Hearing.SMALL && random.nextInt(LONG_FRAMES_IN) == 0;
    int samplesMax = longFrames ? 2 * rateHz : rateHz / 50 + random.nextInt(rateHz / 10);
    int count = longFrames ? 1 : crowd;
    long[] periods = {silence.toMillis() * rateHz / 1_000, retention.toMillis() * rateHz / 1_000};
    for (int i = 0; i < count; i++) {
      ids.add("node-" + i);
      nodes.add(new HostileNode("node-" + i, rateHz, samplesMax, periods, random.split()));
    }
    turns = 5 + random.nextInt(longFrames ? 10 : 40) + (count == CROWD ? CROWD : 0);
  }

  /** The life of this seed. */
  static Life life(long seed) {
    return new HostileCity(seed).life();
  }

  private Life life() {
    List<Step> steps = new ArrayList<>();
    for (Step step : whatNodesAndOperatorsDo()) {
      steps.add(step);
      whatMachinesDo().ifPresent(steps::add);
    }
    PartitionLimits limits =
        random.nextInt(4) == 0
            ? new PartitionLimits(
                1 + random.nextInt(4), 1 + random.nextInt(3), 1 + random.nextInt(3))
            : PartitionLimits.DEFAULT;
    return new Life(models(), silence, retention, limits, signed, steps);
  }

  /** One, or some that take turns. */
  private List<Shift> models() {
    List<Shift> models = new ArrayList<>();
    models.add(new Shift(Long.MIN_VALUE, hearing));
    Hearing other = hearing == Hearing.PAPER ? Hearing.PAPER_TOO : Hearing.SMALL_TOO;
    long fromMs = HostileNode.START.toEpochMilli();
    for (int shifts = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0; shifts > 0; shifts--) {
      fromMs += 1 + random.nextInt(2_000);
      models.add(new Shift(fromMs, models.size() % 2 == 1 ? other : hearing));
    }
    return models;
  }

  private List<Step> whatNodesAndOperatorsDo() {
    List<Due> due = new ArrayList<>();
    if (signed) {
      ids.forEach(id -> due.add(new Due(new Step.Said(id, Optional.of(keyOf(id))), 0)));
    }
    for (int turn = 0; turn < turns; turn++) {
      if (operatorsAreBusy && random.nextInt(5) == 0) {
        due.add(new Due(whatAnOperatorSays(), turn));
      }
      for (Delayed delayed : nodes.get(random.nextInt(nodes.size())).turn()) {
        due.add(new Due(delayed.step(), turn + delayed.delay()));
      }
    }
    return due.stream().sorted(Comparator.comparingInt(Due::turn)).map(Due::step).toList();
  }

  private Step whatAnOperatorSays() {
    String nodeId = ids.get(random.nextInt(ids.size()));
    return new Step.Said(
        nodeId, random.nextInt(4) == 0 ? Optional.empty() : Optional.of(profile(nodeId)));
  }

  private static NodeProfile keyOf(String nodeId) {
    return NodeProfile.newBuilder()
        .setNodeId(nodeId)
        .setSigningKey(ByteBuffer.wrap(Signing.keyOfNodes()))
        .build();
  }

  private NodeProfile profile(String nodeId) {
    return NodeProfile.newBuilder(keyOf(nodeId))
        .setCalibrationOffsetDb(oneOf(null, null, 94f, -3.5f, 300f, 300.5f))
        .setOpenThreshold(oneOf(null, null, 0.2f, 0.5f, 0.8f, 0.99f, 1f, -0.1f))
        .setCloseThreshold(oneOf(null, null, null, 0f, 0.1f, 0.4f, 0.6f))
        .setImmediateThreshold(oneOf(null, null, null, 0.6f, 0.9f, 1f, Float.NaN))
        .setSigningKey(random.nextInt(8) == 0 ? null : keyOf(nodeId).getSigningKey())
        .setInForceFrom(
            oneOf(null, null, moment(), moment(), moment(), Instant.EPOCH.minusSeconds(1)))
        .setAlarmsOff(random.nextInt(4) == 0)
        .setLatitudeDeg(oneOf(null, null, null, 53.55, -90.5))
        .build();
  }

  /** Within the first seconds of a life, by the nodes' clocks as they are at first. */
  private Instant moment() {
    return HostileNode.START.plusMillis(random.nextInt(8_000) - 1_000);
  }

  @SafeVarargs
  private <T> T oneOf(T... all) {
    return all[random.nextInt(all.length)];
  }

  private Optional<Step> whatMachinesDo() {
    return switch (machines) {
      case STEADY -> Optional.empty();
      case COMMITTING -> random.nextInt(4) == 0 ? Optional.of(new Step.Committed()) : none();
      case HANDED_OVER_AT_EVERY_STEP -> Optional.of(new Step.HandedOver());
      case CRASHING_AT_EVERY_STEP ->
          Optional.of(random.nextInt(3) == 0 ? new Step.Committed() : new Step.Crashed());
      case BREAKING ->
          switch (random.nextInt(12)) {
            case 0 -> Optional.of(new Step.Crashed());
            case 1 -> Optional.of(new Step.HandedOver());
            case 2 -> Optional.of(new Step.Committed());
            default -> Optional.empty();
          };
    };
  }

  private static Optional<Step> none() {
    return Optional.empty();
  }
}
