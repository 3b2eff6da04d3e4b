package dev.earshot.city.broker;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The contract on the broker of Apache Kafka's own image, where there is a Docker that has it;
 * nothing is pulled.
 */
class DockerBrokerContractTest extends BrokerContract {
  private static final String IMAGE = "apache/kafka:4.2.1";

  private KafkaContainer container;

  @Override
  Map<String, String> startBroker() {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "skipped: no Docker here; the same contract has been run on the embedded broker");
    try {
      DockerClientFactory.lazyClient().inspectImageCmd(IMAGE).exec();
    } catch (NotFoundException e) {
      abort("skipped: Docker has no image " + IMAGE + "; to run this, docker pull " + IMAGE);
    }
    container = new KafkaContainer(IMAGE);
    container.start();
    return Map.of("bootstrap.servers", container.getBootstrapServers());
  }

  @Override
  void stopBroker() {
    if (container != null) {
      container.stop();
    }
  }
}
