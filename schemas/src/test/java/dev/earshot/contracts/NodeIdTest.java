package dev.earshot.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {
  private static byte[] key(String nodeId) {
    return nodeId.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "node-1", "Süd 3", "<b>", "\u897f\u9580", "\ud83d\udd0a"})
  void whatCanBeShownIsAName(String nodeId) {
    assertThat(NodeId.fault(nodeId, key(nodeId))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u0000b",
        "a\nb",
        "\u001b[31m",
        "\u007f",
        "\u009b",
        "\u2028",
        "\u202e",
        "\u2066",
        "\ud83d",
        "\udd0a\ud83d"
      })
  void whatCommandsATerminalOrMisleadsAReaderIsNone(String nodeId) {
    assertThat(NodeId.fault(nodeId, key(nodeId))).hasValueSatisfying(NodeIdTest::quotesNothing);
  }

  private static void quotesNothing(String fault) {
    assertThat(fault).contains("control characters");
    assertThat(ShownText.isPlain(fault)).isTrue();
  }

  @Test
  void aNameHas1To128Characters() {
    String longest = "ß".repeat(128);
    assertThat(NodeId.fault(longest, key(longest))).isEmpty();
    assertThat(NodeId.fault(longest + "x", key(longest + "x")))
        .hasValue("node_id has 129 characters, 1 to 128 are right");
    assertThat(NodeId.fault("", key(""))).hasValue("node_id has 0 characters, 1 to 128 are right");
  }

  @Test
  void theKeyIsTheName() {
    assertThat(NodeId.fault("node-1", key("node-2")))
        .hasValue("the key is not the node_id as UTF-8");
    assertThat(NodeId.fault("node-1", null)).isPresent();
  }
}
