package dev.earshot.processor.node;

import dev.earshot.acoustics.Ear;
import dev.earshot.acoustics.detect.AlarmState;
import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.model.Scorer;
import dev.earshot.v1.NodeProfile;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Where one node stands, by its saved state alone: what an operator wants to see who wonders what
 * the processor makes of it. Immutable.
 *
 * @param session the run of the node's sample counter that goes on
 * @param nextSample index in the session of the sample that is expected next
 * @param nextMicros event time of that sample, microseconds since the epoch, by the node's clock
 * @param sampleRateHz samples a second
 * @param silent whether the node has not been heard for too long
 * @param counters since the node was first heard
 * @param clockOffsetMs by how much the node's clock is ahead of its records' time; empty at first
 * @param clockDriftPpm by how much the node's clock is fast, millionths; empty at first
 * @param hearing what its model and its decision make of it; empty where the model is none of those
 *     that are known here
 */
public record NodeReport(
    long session,
    long nextSample,
    long nextMicros,
    int sampleRateHz,
    boolean silent,
    Counters counters,
    OptionalLong clockOffsetMs,
    OptionalDouble clockDriftPpm,
    Optional<Hearing> hearing) {

  /**
   * What was counted since the node was first heard, as its statuses say it.
   *
   * @param samplesHeard went to the model
   * @param samplesLost are missing, those that came late not among them
   * @param samplesDuplicate came again
   * @param samplesLate came after the stream had gone on without them
   * @param restarts other sessions that began
   */
  public record Counters(
      long samplesHeard,
      long samplesLost,
      long samplesDuplicate,
      long samplesLate,
      long restarts) {}

  /**
   * How the node is decided upon.
   *
   * @param modelId of the model that hears it
   * @param decision the parameters in force
   * @param state where its alarm stands
   * @param smoothedScore of the newest window, 0 to 1
   * @param pendingSeconds for how long an alarm has been pending, seconds of sound; 0 while none is
   * @param anomalyId of the alarm that is open; empty while none is
   */
  public record Hearing(
      String modelId,
      DecisionConfig decision,
      AlarmState state,
      float smoothedScore,
      double pendingSeconds,
      Optional<String> anomalyId) {}

  /** For an ear that is only read. */
  private record NoScores() implements Scorer {
    @Override
    public float score(float[] window) {
      throw new IllegalStateException("no window is scored here");
    }

    @Override
    public void close() {}
  }

  /**
   * Reads a node's state.
   *
   * @param saved what the store {@code node-state} has of the node
   * @param models one of which hears it, all at one rate
   * @param profile what an operator says of the node
   * @return empty where a processor of this version would begin the node anew
   */
  public static Optional<NodeReport> of(
      String nodeId, byte[] saved, ModelSchedule models, Optional<NodeProfile> profile) {
    try {
      return SavedNode.read(saved).flatMap(node -> read(nodeId, node.body(), models, profile));
    } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static Optional<NodeReport> read(
      String nodeId, ByteBuffer body, ModelSchedule models, Optional<NodeProfile> profile) {
    NodeState state = new NodeState();
    if (!state.restore(body)) {
      return Optional.empty();
    }
    int rateHz = models.entries().get(0).model().metadata().frontEnd().sampleRateHz();
    Optional<Hearing> hearing =
        models.entries().stream()
            .map(ModelSchedule.Entry::model)
            .filter(model -> model.tag() == state.modelTag)
            .findFirst()
            .map(model -> hearing(nodeId, state, body, model, profile));
    return Optional.of(
        new NodeReport(
            state.session,
            state.nextSample,
            state.microsAt(state.nextSample, rateHz),
            rateHz,
            state.silent,
            new Counters(
                state.samplesHeard,
                state.samplesLost,
                state.samplesDuplicate,
                state.samplesLate,
                state.restarts),
            state.skew.offsetMs(),
            state.skew.driftPpm(),
            hearing));
  }

  private static Hearing hearing(
      String nodeId,
      NodeState state,
      ByteBuffer earBytes,
      NodeModel model,
      Optional<NodeProfile> profile) {
    DecisionConfig decision = NodeThresholds.inForce(profile, model.metadata().decision());
    Ear ear = new Ear(model.metadata(), new NoScores());
    ear.restore(earBytes, decision);
    return new Hearing(
        model.id(),
        decision,
        ear.state(),
        ear.smoothedScore(),
        (double) ear.pendingSamples() / model.metadata().frontEnd().sampleRateHz(),
        ear.alarmFirstSample().stream()
            .mapToObj(first -> Contracts.anomalyId(nodeId, state.session, first))
            .findFirst());
  }
}
