package dev.earshot.processor.models;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.processor.node.ModelSchedule;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.processor.topology.ModelListener;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that were deployed, as far as the topic of models has been read. The one that the
 * processor was started with is used until the first of them comes into force. Thread-safe.
 */
public final class DeployedModels implements Supplier<ModelSchedule>, ModelListener {
  private static final Logger LOG = LoggerFactory.getLogger(DeployedModels.class);
  private static final int REFUSED_KEPT = 16;

  /**
   * A model that is not used.
   *
   * @param at when it was announced
   */
  public record Refused(Instant at, String key, String why) {}

  private final ModelFile started;
  private final DeploymentCheck check;
  private final Map<Instant, Deployment> deployments = new TreeMap<>(); // guarded by this
  private final Deque<Refused> refused = new ArrayDeque<>(); // guarded by this
  private volatile ModelSchedule schedule;

  /** None yet but this one. */
  public DeployedModels(ModelFile started) {
    this.started = started;
    this.check = new DeploymentCheck(sampleRateHz());
    this.schedule = ModelSchedule.of(NodeModel.of(started));
  }

  /** Which model is in force when. */
  @Override
  public ModelSchedule get() {
    return schedule;
  }

  /** Samples a second that every one of them hears at: another is refused. */
  public int sampleRateHz() {
    return started.metadata().frontEnd().sampleRateHz();
  }

  /** The model that is in force at a time. */
  public ModelFile at(Instant time) {
    return deploymentAt(time).map(Deployment::file).orElse(started);
  }

  /** The deployment that is in force at a time; empty where that is what was started with. */
  public synchronized Optional<Deployment> deploymentAt(Instant time) {
    return deployments.values().stream()
        .filter(deployment -> !deployment.from().isAfter(time))
        .reduce((earlier, later) -> later);
  }

  /** All that can be used, by time. */
  public synchronized List<Deployment> deployments() {
    return List.copyOf(deployments.values());
  }

  /** The last that can't, oldest first. */
  public synchronized List<Refused> refused() {
    return List.copyOf(refused);
  }

  @Override
  public synchronized void announced(String key, byte[] value, Instant at) {
    DeploymentCheck.Answer answer = check.look(key, value, at);
    if (answer instanceof DeploymentCheck.Right right) {
      use(right.deployment());
    } else if (answer instanceof DeploymentCheck.Wrong wrong) {
      refuse(new Refused(at, key, wrong.why()));
    }
  }

  private void use(Deployment deployment) {
    deployments.put(deployment.from(), deployment);
    reschedule();
    LOG.info("model {} from {} on", deployment.file(), deployment.from());
  }

  private void refuse(Refused model) {
    takenBack(model.key); // it has taken the place of what stood there
    refused.addLast(model);
    if (refused.size() > REFUSED_KEPT) {
      refused.removeFirst();
    }
    LOG.warn("the model announced for {} is not used: {}", model.key, model.why);
  }

  @Override
  public synchronized void takenBack(String key) {
    if (deployments.values().removeIf(deployment -> deployment.key().equals(key))) {
      reschedule();
      LOG.info("the model announced for {} is taken back", key);
    }
  }

  private void reschedule() {
    ModelSchedule made = ModelSchedule.of(NodeModel.of(started));
    for (Deployment deployment : deployments.values()) {
      long fromMs = deployment.from().toEpochMilli();
      made = made.with(new ModelSchedule.Entry(fromMs, NodeModel.of(deployment.file())));
    }
    schedule = made;
  }
}
