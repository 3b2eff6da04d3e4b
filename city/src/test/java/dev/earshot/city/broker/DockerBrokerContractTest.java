package dev.earshot.city.broker;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The contract on the broker of Apache Kafka's own image, where there is a Docker that has it;
 * nothing is pulled.
 */
@EnabledIf(
    value = "dockerHasTheImage",
    disabledReason =
        "needs Docker and the image "
            + DockerBrokerContractTest.IMAGE
            + " (docker pull "
            + DockerBrokerContractTest.IMAGE
            + "); EmbeddedBrokerContractTest runs the same on the broker of the demo")
class DockerBrokerContractTest extends BrokerContract {
  static final String IMAGE = "apache/kafka:4.2.1";

  private KafkaContainer container;

  static boolean dockerHasTheImage() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return false;
    }
    try {
      DockerClientFactory.lazyClient().inspectImageCmd(IMAGE).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  @Override
  Map<String, String> startBroker() {
    container = new KafkaContainer(IMAGE);
    container.start();
    return Map.of("bootstrap.servers", container.getBootstrapServers());
  }

  @Override
  void stopBroker() {
    container.stop();
  }
}
