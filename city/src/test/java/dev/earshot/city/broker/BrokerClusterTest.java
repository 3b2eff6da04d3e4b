package dev.earshot.city.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerClusterTest {
  @Test
  void itsTextSaysAllOfIt() {
    BrokerCluster cluster = BrokerCluster.of(3);

    assertThat(BrokerCluster.parse(cluster.toString())).isEqualTo(cluster);
  }

  @Test
  void everyNodeHasPortsOfItsOwn() {
    List<BrokerCluster.Node> nodes = BrokerCluster.of(3).nodes();

    assertThat(nodes.stream().map(BrokerCluster.Node::id)).containsExactly(1, 2, 3);
    assertThat(nodes.stream().flatMap(n -> Stream.of(n.brokerPort(), n.controllerPort())))
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 20_000 && port < 32_000);
  }

  @Test
  void oneOfThreeMayBeAway() {
    assertThat(BrokerCluster.of(3).copies()).isEqualTo(3);
    assertThat(BrokerCluster.of(3).copiesInSync()).isEqualTo(2);
    assertThat(BrokerCluster.of(1).copies()).isEqualTo(1);
    assertThat(BrokerCluster.of(1).copiesInSync()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "id,1:2", "id,1:2:x", "id,1:2:3,1:4:5"})
  void aTextThatIsNoClusterIsRefused(String text) {
    assertThatThrownBy(() -> BrokerCluster.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
