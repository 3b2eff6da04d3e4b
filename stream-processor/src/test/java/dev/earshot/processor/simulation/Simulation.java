package dev.earshot.processor.simulation;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.node.Admission;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.processor.node.Admission.Rejected;
import dev.earshot.processor.node.ModelSchedule;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.ProfileAdmission;
import dev.earshot.processor.node.ProfileSchedule;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.v1.NodeProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lets a processor live a life and compares what comes out, at each step, with what must by {@link
 * PlainPartition}, and with {@link Invariants}. One life, one thread.
 */
final class Simulation {
  /**
   * What went wrong.
   *
   * @param step index in the life
   */
  record Failure(int step, String what) {}

  private final Life life;
  private final Processors processors;
  private final PartitionSettings settings;
  private final ProfileAdmission profileAdmission;
  private final Changelog changelog = new Changelog();
  private final List<Expected> expected;
  private final Invariants invariants;
  private final List<Outcome> uncommitted = new ArrayList<>();

  private Processors.Processor processor;
  private boolean scorerFails;

  /** The first step whose records are not committed. */
  private int begun;

  private Simulation(Life life, Processors processors) {
    this.life = life;
    this.processors = processors;
    ModelSchedule models = schedule();
    this.settings =
        new PartitionSettings(
            () -> models,
            life.silence(),
            life.retention(),
            life.limits(),
            life.signaturesRequired(),
            NodeMetrics.NONE);
    this.profileAdmission = new ProfileAdmission(life.models().get(0).hearing().decision());
    this.expected = PlainPartition.tell(life);
    this.invariants = new Invariants(settings, changelog);
  }

  private ModelSchedule schedule() {
    ModelSchedule models =
        ModelSchedule.of(life.models().get(0).hearing().model(() -> scorerFails));
    for (Life.Shift shift : life.models()) {
      models =
          models.with(
              new ModelSchedule.Entry(shift.fromMs(), shift.hearing().model(() -> scorerFails)));
    }
    return models;
  }

  /** Lives it; empty where all is well. */
  static Optional<Failure> run(Life life, Processors processors) {
    return new Simulation(life, processors).run();
  }

  private Optional<Failure> run() {
    start();
    try {
      for (int step = 0; step < life.steps().size(); step++) {
        Optional<String> wrong = take(step);
        if (wrong.isPresent()) {
          return Optional.of(new Failure(step, wrong.get()));
        }
      }
      int last = Math.max(0, life.steps().size() - 1);
      return commit(last).map(wrong -> new Failure(last, wrong));
    } finally {
      processor.close();
    }
  }

  private void start() {
    processor =
        processors.start(settings, changelog.states(), changelog.decisions(), changelog::profileOf);
  }

  private Optional<String> take(int step) {
    Step what = life.steps().get(step);
    if (what instanceof Step.Committed) {
      return commit(step);
    }
    if (what instanceof Step.HandedOver) {
      Optional<String> wrong = commit(step);
      startAnother();
      return wrong;
    }
    if (what instanceof Step.Crashed) {
      changelog.abort();
      uncommitted.clear();
      invariants.aborted();
      startAnother();
      return again(step);
    }
    return process(step);
  }

  private void startAnother() {
    processor.close();
    start();
  }

  /** The records of the aborted transaction come once more. */
  private Optional<String> again(int end) {
    return IntStream.range(begun, end)
        .mapToObj(step -> process(step).map(wrong -> "step " + step + " coming again: " + wrong))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> commit(int step) {
    changelog.commit();
    begun = step + 1;
    for (Outcome outcome : uncommitted) {
      Optional<String> wrong = invariants.seen(outcome);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    uncommitted.clear();
    return Optional.empty();
  }

  private Optional<String> process(int step) {
    Outcome outcome = new Outcome();
    Step what = life.steps().get(step);
    if (what instanceof Step.Sent sent) {
      hear(sent.message(), outcome);
    } else if (what instanceof Step.SentToFail sent) {
      scorerFails = true;
      hear(sent.message(), outcome);
      scorerFails = false;
    } else if (what instanceof Step.Said said) {
      isSaid(said, outcome);
    }
    uncommitted.add(outcome);
    return expected
        .get(step)
        .differsFrom(outcome)
        .or(() -> changelog.differsFrom(expected.get(step).kept))
        .or(invariants::ofStates)
        .or(changelog::leavesDecisionsBehind)
        .or(() -> unexplained(outcome));
  }

  private Optional<String> unexplained(Outcome outcome) {
    return outcome.anomalies.stream()
        .map(changelog::leavesUnexplained)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Where it throws, the record is a dead letter, as the topology sees to. */
  private void hear(Message message, Outcome outcome) {
    try {
      processor.hear(message.arrival(life), outcome);
    } catch (RuntimeException e) {
      outcome.deadLetter(Reason.PROCESSING_FAILED, String.valueOf(e));
    }
  }

  /** As the topology's processor of profiles does. */
  private void isSaid(Step.Said said, Outcome outcome) {
    if (said.profile().isEmpty()) {
      changelog.deleteProfiles(said.nodeId());
      return;
    }
    byte[] key = said.nodeId().getBytes(StandardCharsets.UTF_8);
    Admission<NodeProfile> admitted = profileAdmission.admit(key, said.encoded());
    if (admitted instanceof Admitted<NodeProfile> right) {
      changelog
          .profilesOf(said.nodeId())
          .with(right.value(), Step.Said.AT_MS)
          .ifPresentOrElse(
              schedule -> changelog.putProfiles(said.nodeId(), schedule),
              () -> outcome.deadLetter(Reason.WRONG_PROFILE, ProfileSchedule.NO_ROOM));
    } else if (admitted instanceof Rejected<NodeProfile> wrong) {
      outcome.deadLetter(wrong.reason(), wrong.detail());
    }
  }
}
