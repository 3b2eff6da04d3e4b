package dev.earshot.console;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/**
 * How a command reaches a Kafka cluster: a picocli mixin. Properties are taken from the file first,
 * then from {@code --kafka}, then {@code --bootstrap-servers}; a later one wins.
 */
public final class KafkaOptions {
  /** Where a broker is looked for when nothing is said. */
  public static final String DEFAULT_BOOTSTRAP_SERVERS = "localhost:9092";

  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers to start from (default: " + DEFAULT_BOOTSTRAP_SERVERS + ").")
  private String bootstrapServers;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description = "Any Kafka client property, as security.protocol=SASL_SSL; may be repeated.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "A properties file with Kafka client properties.")
  private Path file;

  /**
   * The client properties, {@code bootstrap.servers} among them.
   *
   * @throws Failure where the file cannot be read
   */
  public Map<String, String> clientProperties() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(BOOTSTRAP_SERVERS, DEFAULT_BOOTSTRAP_SERVERS);
    Optional.ofNullable(file).ifPresent(path -> all.putAll(read(path)));
    all.putAll(properties);
    if (bootstrapServers != null) {
      all.put(BOOTSTRAP_SERVERS, bootstrapServers);
    }
    return all;
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
