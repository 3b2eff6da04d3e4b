package dev.earshot.processor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.console.KafkaOptions;
import dev.earshot.console.Logging;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.ClusterCheck.NotReached;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.models.DeployedModels;
import dev.earshot.processor.models.Deployment;
import dev.earshot.processor.models.DeploymentCheck;
import dev.earshot.processor.models.DeploymentCheck.Right;
import dev.earshot.processor.models.DeploymentCheck.Wrong;
import dev.earshot.processor.models.ModelTopic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code earshot deploy}: announces a model to all processors of a cluster, takes one back whose
 * time has not come, or lists them.
 */
@Command(
    name = "deploy",
    description = {
      "Has all processors of a cluster use another model from a point in event time on,",
      "without a stop. The model is looked at here as every processor will look at it.",
      "Without a model, lists those that are deployed, one JSON object a line."
    },
    footer = {
      "  ./earshot deploy out/model.tflite --bootstrap-servers kafka:9092",
      "  ./earshot deploy out/model.tflite --from 2026-12-01T00:00:00Z",
      "  ./earshot deploy --take-back 2026-12-01T00:00:00Z",
      "  ./earshot deploy"
    })
final class DeployCommand extends EarshotCommand {
  /** How long before now a model may have been superseded and still be kept on the topic. */
  private static final Duration SUPERSEDED_KEPT = Duration.ofDays(30);

  private static final int LEAD_DEFAULT_S = 30;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "A .tflite of Earshot's, with a self-test in it.")
  private Path model;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "From when on, by the timestamps of frames, as 2026-12-01T00:00:00Z (default: "
              + LEAD_DEFAULT_S
              + " s from now).")
  private Instant from;

  @Option(
      names = "--take-back",
      paramLabel = "TIME",
      description = "Takes back the model announced for that time, which has to be still to come.")
  private Instant takeBack;

  @Mixin private KafkaOptions kafka;

  @Override
  public void run() {
    Logging.quiet();
    if (model != null && takeBack != null) {
      throw Failure.usage("either a MODEL or --take-back, not both");
    }
    if (model == null && from != null) {
      throw Failure.usage("--from needs a MODEL");
    }
    Map<String, String> client = kafka.clientProperties();
    if (ClusterCheck.reach(client, ClusterCheck.DEFAULT_PATIENCE) instanceof NotReached not) {
      throw Failure.because(not.message());
    }
    try {
      requireTopic(client);
      run(new ModelTopic(client));
    } catch (KafkaException e) {
      throw Failure.because("cannot use " + Topics.MODELS + ": " + ClusterCheck.reasonOf(e), e);
    }
  }

  private static void requireTopic(Map<String, String> client) {
    try (Admin admin = Admin.create(new HashMap<String, Object>(client))) {
      Topics.createMissing(
          admin,
          Topics.plans(1).stream().filter(plan -> plan.name().equals(Topics.MODELS)).toList());
    }
  }

  private void run(ModelTopic topic) {
    // what processors were started with is theirs to know: it only says at what rate they hear
    DeployedModels there = new DeployedModels(ShippedModel.load());
    topic.replayTo(there);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    if (model != null) {
      deploy(topic, there, now);
    } else if (takeBack != null) {
      takeBack(topic, there, now);
    } else {
      there.deployments().forEach(deployment -> list(deployment, there, now));
    }
  }

  private void deploy(ModelTopic topic, DeployedModels there, Instant now) {
    Instant asked = Optional.ofNullable(from).orElse(now.plusSeconds(LEAD_DEFAULT_S));
    Instant start = asked.truncatedTo(ChronoUnit.MILLIS);
    if (start.isBefore(now.plus(DeploymentCheck.LEAD_MIN.multipliedBy(2)))) {
      throw Failure.usage(
          "--from is %s, needs to be %d s from now or later, so that every processor knows in time"
              .formatted(start, 2 * DeploymentCheck.LEAD_MIN.toSeconds()));
    }
    int rate = ShippedModel.load().metadata().frontEnd().sampleRateHz();
    DeploymentCheck.Answer answer = new DeploymentCheck(rate).look(start, read());
    if (answer instanceof Wrong wrong) {
      throw Failure.because("model file " + model + " can't be deployed: " + wrong.why());
    }
    ModelFile file = ((Right) answer).deployment().file();
    Instant announced = topic.announce(start, file);
    if (start.isBefore(announced.plus(DeploymentCheck.LEAD_MIN))) {
      topic.takeBack(start);
      throw Failure.because(
          "the brokers took it at %s by their clock, too late for %s; set this machine's clock, or give a later --from"
              .formatted(announced, start));
    }
    removeSuperseded(topic, there, now);
    System.out.printf("%s from %s on%n", file, start);
  }

  private byte[] read() {
    try (InputStream in = Files.newInputStream(model)) {
      return in.readNBytes(DeploymentCheck.FILE_BYTES_MAX + 1);
    } catch (IOException e) {
      throw Failure.because(
          "model file %s can't be read (%s)".formatted(model, e.getClass().getSimpleName()), e);
    }
  }

  /** Those that nobody needs any more: frames of their time are long gone from the topic. */
  private static void removeSuperseded(ModelTopic topic, DeployedModels there, Instant now) {
    List<Deployment> all = there.deployments();
    for (int i = 0; i + 1 < all.size(); i++) {
      if (all.get(i + 1).from().isBefore(now.minus(SUPERSEDED_KEPT))) {
        topic.takeBack(all.get(i).from());
      }
    }
  }

  private void takeBack(ModelTopic topic, DeployedModels there, Instant now) {
    Deployment found =
        there.deployments().stream()
            .filter(deployment -> deployment.from().equals(takeBack))
            .findFirst()
            .orElseThrow(
                () ->
                    Failure.because(
                        "no model is announced for "
                            + takeBack
                            + "; './earshot deploy' lists them"));
    if (found.from().isBefore(now.plus(DeploymentCheck.LEAD_MIN))) {
      throw Failure.because(
          found.file() + " is in use; deploy the one before again, which takes its place");
    }
    topic.takeBack(found.from());
    System.out.printf("%s from %s on is taken back%n", found.file(), found.from());
  }

  private static void list(Deployment deployment, DeployedModels there, Instant now) {
    ObjectNode line = JsonMapper.builder().build().createObjectNode();
    line.put("from", deployment.from().toString());
    line.put("model_id", deployment.file().id());
    line.put("in_force", there.deploymentAt(now).filter(deployment::equals).isPresent());
    System.out.println(line);
  }
}
