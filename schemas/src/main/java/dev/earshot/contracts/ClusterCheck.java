package dev.earshot.contracts;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Whether there is a cluster where a command was told to look. Kafka's clients try for ever or fail
 * late and at length; a user who forgot to start a broker wants one line at once.
 */
public final class ClusterCheck {
  /** How long a command waits for an answer unless it has reasons of its own. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(5);

  private static final Pattern ABOUT_LOGIN = Pattern.compile("(?i)jaas|login module");

  /** What came of asking. */
  public sealed interface Answer {}

  /**
   * A broker answered.
   *
   * @param clusterId the cluster's id, as its brokers know it
   */
  public record Reached(String clusterId) implements Answer {}

  /**
   * None did, or not with these properties.
   *
   * @param message one line for the user: what is wrong and what to do
   */
  public record NotReached(String message) implements Answer {}

  private ClusterCheck() {}

  /**
   * Asks the cluster for its id, and waits for the answer.
   *
   * @param clientProperties Kafka client properties, {@code bootstrap.servers} among them
   * @param patience how long to wait at most
   */
  public static Answer reach(Map<String, String> clientProperties, Duration patience) {
    String millis = Long.toString(patience.toMillis());
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    String servers = clientProperties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    Admin admin;
    try {
      admin = Admin.create(properties);
    } catch (KafkaException e) {
      return new NotReached(cannotUse(servers, e));
    }
    try {
      return new Reached(admin.describeCluster().clusterId().get());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      return new NotReached(
          e.getCause() instanceof TimeoutException
              ? noneAnswers(servers)
              : cannotUse(servers, e.getCause()));
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private static String noneAnswers(String servers) {
    return "no Kafka broker answers at " + servers + "; start one or give --bootstrap-servers";
  }

  private static String cannotUse(String servers, Throwable e) {
    return "cannot use Kafka at "
        + servers
        + ": "
        + reasonOf(e)
        + "; mend --bootstrap-servers, --kafka or --kafka-config";
  }

  /**
   * What really is wrong when a client fails, in one line: Kafka wraps it into "Failed to create
   * new KafkaAdminClient" and the like. Nothing of a password is in it, also where one has a space
   * or a quote too many, so that Kafka takes a part of it for a word of the language around it.
   */
  public static String reasonOf(Throwable e) {
    Throwable reason = e;
    boolean ofTls = false;
    while (reason.getCause() != null && !(reason instanceof ConfigException)) {
      reason = reason.getCause();
      ofTls |= reason instanceof SSLException;
    }
    String message = String.valueOf(reason.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    if (ofTls) {
      return "TLS failed, mend the ssl.truststore... properties or the broker's certificate: "
          + message;
    }
    return ABOUT_LOGIN.matcher(message).find() ? message.replaceAll("'[^']*'", "'...'") : message;
  }
}
