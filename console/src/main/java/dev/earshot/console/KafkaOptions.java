package dev.earshot.console;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/**
 * How a command reaches a Kafka cluster: a picocli mixin. Properties are taken from the file first,
 * then from the environment ({@code EARSHOT_KAFKA_SASL_MECHANISM} is {@code sasl.mechanism}), then
 * from {@code --kafka}, then {@code --bootstrap-servers}; a later one wins.
 *
 * <p>Secrets come by file or environment: the command line is for everybody to see. Where a value
 * has <code>${env:NAME}</code>, <code>${file:PATH:KEY}</code> or <code>${dir:PATH:FILE}</code> in
 * it, Kafka's clients look that up themselves.
 */
public final class KafkaOptions {
  /** Where a broker is looked for when nothing is said. */
  public static final String DEFAULT_BOOTSTRAP_SERVERS = "localhost:9092";

  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  private static final String VARIABLES = "EARSHOT_KAFKA_";

  private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{env:([^}]*)}");

  private static final String PROVIDERS = "config.providers";
  private static final Map<String, String> PROVIDER_CLASSES =
      Map.of(
          "env", "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
          "file", "org.apache.kafka.common.config.provider.FileConfigProvider",
          "dir", "org.apache.kafka.common.config.provider.DirectoryConfigProvider");

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers to start from (default: " + DEFAULT_BOOTSTRAP_SERVERS + ").")
  private String bootstrapServers;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description =
          "Any Kafka client property but a secret, as security.protocol=SASL_SSL; may be repeated.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = {
        "A properties file with Kafka client properties; secrets may stand there, or elsewhere:",
        "$${env:NAME}, $${file:PATH:KEY} and $${dir:PATH:FILE} are looked up."
      })
  private Path file;

  private final Map<String, String> environment;

  public KafkaOptions() {
    this(System.getenv());
  }

  KafkaOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The client properties, {@code bootstrap.servers} among them.
   *
   * @throws Failure where the file cannot be read, a secret stands on the command line, or a
   *     variable is not set
   */
  public Map<String, String> clientProperties() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(BOOTSTRAP_SERVERS, DEFAULT_BOOTSTRAP_SERVERS);
    Optional.ofNullable(file).ifPresent(path -> all.putAll(read(path)));
    all.putAll(fromEnvironment());
    properties.keySet().forEach(KafkaOptions::refuseSecret);
    all.putAll(properties);
    if (bootstrapServers != null) {
      all.put(BOOTSTRAP_SERVERS, bootstrapServers);
    }
    all.forEach(this::requireVariables);
    all.put(PROVIDERS, String.join(",", PROVIDER_CLASSES.keySet()));
    PROVIDER_CLASSES.forEach((name, type) -> all.put(PROVIDERS + "." + name + ".class", type));
    return all;
  }

  /** Whether anything says where a cluster is; else that is a guess. */
  public boolean named() {
    return bootstrapServers != null
        || file != null
        || properties.containsKey(BOOTSTRAP_SERVERS)
        || fromEnvironment().containsKey(BOOTSTRAP_SERVERS);
  }

  private Map<String, String> fromEnvironment() {
    Map<String, String> found = new LinkedHashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(VARIABLES)) {
            String rest = name.substring(VARIABLES.length());
            found.put(rest.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    return found;
  }

  private static void refuseSecret(String key) {
    if (Secrets.isSecret(key)) {
      throw Failure.usage(
          "--kafka "
              + key
              + " would show a secret to everybody on this machine; put it into --kafka-config"
              + " or the environment, as "
              + VARIABLES
              + key.toUpperCase(Locale.ROOT).replace('.', '_'));
    }
  }

  private void requireVariables(String key, String value) {
    Matcher variables = ENVIRONMENT.matcher(value);
    while (variables.find()) {
      if (!environment.containsKey(variables.group(1))) {
        throw Failure.because(
            key + " needs the environment variable " + variables.group(1) + ", which is not set");
      }
    }
  }

  private static Map<String, String> read(Path path) {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      read.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.because("cannot read --kafka-config " + path + ": " + e, e);
    }
    Map<String, String> map = new LinkedHashMap<>();
    read.stringPropertyNames().forEach(key -> map.put(key, read.getProperty(key)));
    return map;
  }
}
