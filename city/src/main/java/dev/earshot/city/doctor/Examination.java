package dev.earshot.city.doctor;

import dev.earshot.console.KafkaOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is looked at: a picocli mixin of {@code doctor} and {@code support}. */
final class Examination {
  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      description = "UrbanSound8K's folder (default: $URBANSOUND8K, if that is set).")
  private Optional<Path> dataset = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A .tflite of Earshot's (default: the model that ships with it).")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where process is to keep its state (default: ~/.earshot/state).")
  private Path stateDir = Path.of(System.getProperty("user.home"), ".earshot", "state");

  @Mixin private KafkaOptions kafka;

  /**
   * Looks at everything.
   *
   * @throws dev.earshot.console.Failure where options make no sense
   */
  Findings look(Map<String, String> environment) {
    Map<String, String> client = kafka.clientProperties();
    List<Finding> found = new ArrayList<>(new MachineCheck(environment).look(stateDir));
    found.add(ContentCheck.model(model));
    Optional<Path> folder =
        dataset.or(() -> Optional.ofNullable(environment.get("URBANSOUND8K")).map(Path::of));
    found.add(ContentCheck.dataset(folder));
    found.addAll(new ClusterDoctor(client, kafka.named()).look());
    return new Findings(found);
  }

  /** How the cluster is reached. */
  KafkaOptions kafka() {
    return kafka;
  }
}
