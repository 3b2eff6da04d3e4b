package dev.earshot.city.doctor;

import dev.earshot.city.broker.Backlog;
import dev.earshot.console.Colours;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import dev.earshot.console.Secrets;
import dev.earshot.contracts.ClusterCheck;
import dev.earshot.contracts.ClusterCheck.Reached;
import dev.earshot.contracts.Topics;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./earshot support}: what others need to know to help, without secrets, in one file. */
@Command(
    name = "support",
    description =
        "Packs for a report of a fault: versions, what doctor says, settings, health and "
            + "metrics of a processor that runs, topics and how far it lags, and the end of a "
            + "log. Passwords, keys and the like are left out; look it through before you give it "
            + "away.",
    footer = {
      "  ./earshot support",
      "  ./earshot support --bootstrap-servers kafka:9092 --log earshot.log --out report.zip"
    })
public final class SupportCommand extends EarshotCommand {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private static final String README =
      """
      A report of 'earshot support'. What is secret was left out, by its name, its look, or because
      it is known. No file of users, no sound and no key is read. Look it through before you give it
      away: names of hosts and folders are in it.
      """;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "FILE.zip",
      description = "Where to write (default: earshot-support-TIME.zip).")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "A processor's page and REST (default: ${DEFAULT-VALUE}).")
  private URI url;

  @Option(
      names = "--management-url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9000",
      description = "Its health and metrics (default: ${DEFAULT-VALUE}).")
  private URI managementUrl;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      defaultValue = "earshot",
      description = "The processor's, for its lag (default: ${DEFAULT-VALUE}).")
  private String applicationId;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "A log whose last " + LastLines.LINES_MAX + " lines go in.")
  private Optional<Path> log = Optional.empty();

  @Mixin private Examination examination;

  @Override
  public void run() {
    requireHttp("--url", url);
    requireHttp("--management-url", managementUrl);
    Map<String, String> environment = System.getenv();
    Map<String, String> client = examination.kafka().clientProperties();
    Bundle bundle = new Bundle(Secrets.of(client, environment));
    bundle.add("README.txt", README);
    bundle.add("versions.txt", versions());
    bundle.add("settings/kafka.properties", client);
    bundle.add("settings/environment.properties", ours(environment));
    log.ifPresent(file -> bundle.add("log.txt", LastLines.of(file)));
    Findings findings = examination.look(environment);
    bundle.add("doctor.txt", String.join("\n", findings.lines(new Colours(false))) + "\n");
    bundle.add("doctor.json", findings.json());
    bundle.add("cluster.txt", cluster(client));
    new ProcessorPages().addTo(bundle, url, managementUrl);

    Path file =
        out.orElseGet(() -> Path.of("earshot-support-" + STAMP.format(Instant.now()) + ".zip"));
    bundle.write(file);
    PrintWriter print = spec.commandLine().getOut();
    print.println(file);
    print.flush();
  }

  private static void requireHttp(String option, URI uri) {
    Secrets.refuseIn(option, uri);
    if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("https?")) {
      throw Failure.usage(option + " is no http address: " + uri);
    }
  }

  private String versions() {
    Runtime runtime = Runtime.getRuntime();
    return String.join("\n", spec.version())
        + "\njava "
        + Runtime.version()
        + " ("
        + System.getProperty("java.vm.name")
        + ")\n"
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch")
        + "\nprocessors "
        + runtime.availableProcessors()
        + ", heap of "
        + runtime.maxMemory()
        + " bytes at most\n";
  }

  /** What of the environment concerns Earshot. */
  static Map<String, String> ours(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(
            variable ->
                variable
                    .getKey()
                    .matches("(EARSHOT|QUARKUS|KAFKA|MAVEN|JAVA)_.*|TERM|LANG|LC_.*|NO_COLOR"))
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }

  private String cluster(Map<String, String> client) {
    if (!(ClusterCheck.reach(client, ClusterCheck.DEFAULT_PATIENCE) instanceof Reached reached)) {
      return "not reached\n";
    }
    StringBuilder text = new StringBuilder("cluster " + reached.clusterId() + "\n");
    try (Admin admin = Admin.create(new HashMap<String, Object>(client));
        Backlog backlog = new Backlog(client, applicationId, Topics.PCM_FRAMES)) {
      new TreeMap<>(ClusterDoctor.topics(admin))
          .forEach(
              (name, topic) -> {
                text.append(
                    "%n%s: partitions %d, copies %d%n"
                        .formatted(name, topic.partitions(), topic.copies()));
                new TreeMap<>(topic.settings())
                    .forEach((key, value) -> text.append("  " + key + "=" + value + "\n"));
              });
      text.append(
          "%n%s lags %d records of %s behind%n"
              .formatted(applicationId, backlog.records(), Topics.PCM_FRAMES));
    } catch (KafkaException e) {
      text.append(ClusterCheck.reasonOf(e)).append('\n');
    }
    return text.toString();
  }
}
