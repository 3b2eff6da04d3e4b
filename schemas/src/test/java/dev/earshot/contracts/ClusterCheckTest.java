package dev.earshot.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterCheckTest {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  @Test
  void whereNobodyListensOneLineSaysWhatToDo() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    assertThat(ClusterCheck.reach(Map.of("bootstrap.servers", "127.0.0.1:" + port), PATIENCE))
        .isEqualTo(
            new ClusterCheck.NotReached(
                "no Kafka broker answers at 127.0.0.1:"
                    + port
                    + "; start one or give --bootstrap-servers"));
  }

  @Test
  void aListenerThatNeverAnswersIsNoBroker() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + mute.getLocalPort();
      assertThat(ClusterCheck.reach(Map.of("bootstrap.servers", address), PATIENCE))
          .isInstanceOfSatisfying(
              ClusterCheck.NotReached.class,
              answer -> assertThat(answer.message()).contains("no Kafka broker answers"));
    }
  }

  @Test
  void anAddressThatIsNoneIsToldWithTheReason() {
    assertThat(ClusterCheck.reach(Map.of("bootstrap.servers", "nowhere"), PATIENCE))
        .isInstanceOfSatisfying(
            ClusterCheck.NotReached.class,
            answer ->
                assertThat(answer.message())
                    .startsWith("cannot use Kafka at nowhere: ")
                    .contains("bootstrap.servers")
                    .doesNotContain("\n"));
  }

  @Test
  void aPasswordWithASpaceTooManyIsNotToldInPart() {
    for (String wrong :
        new String[] {"Login required password=ge heim;", "Login geheim password=\"x\";"}) {
      Map<String, String> properties =
          Map.of(
              "bootstrap.servers", "127.0.0.1:1",
              "security.protocol", "SASL_PLAINTEXT",
              "sasl.mechanism", "PLAIN",
              "sasl.jaas.config", wrong);
      assertThat(ClusterCheck.reach(properties, PATIENCE))
          .isInstanceOfSatisfying(
              ClusterCheck.NotReached.class,
              answer ->
                  assertThat(answer.message())
                      .containsIgnoringCase("JAAS config")
                      .doesNotContain("heim"));
    }
  }
}
