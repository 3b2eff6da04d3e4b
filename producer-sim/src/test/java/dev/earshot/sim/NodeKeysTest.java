package dev.earshot.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.console.Failure;
import dev.earshot.contracts.FrameSignatures;
import dev.earshot.v1.NodeProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeKeysTest {
  private static final byte[] FRAME = {1, 2, 3};

  @TempDir private Path folder;

  private static List<byte[]> publicKeys(NodeKeys keys) {
    List<byte[]> raw = new ArrayList<>();
    for (NodeProfile profile : keys.profiles()) {
      raw.add(profile.getSigningKey().array());
    }
    return raw;
  }

  @Test
  void aNodeSignsWithTheKeyThatItsProfileTells() {
    NodeKeys keys = new NodeKeys(folder.resolve("keys"), List.of("a", "b"));
    List<byte[]> shown = publicKeys(keys);
    FrameSignatures signatures = new FrameSignatures();
    assertThat(signatures.isSigned(FRAME, keys.sign("a", FRAME), shown.get(0))).isTrue();
    assertThat(signatures.isSigned(FRAME, keys.sign("b", FRAME), shown.get(1))).isTrue();
    assertThat(signatures.isSigned(FRAME, keys.sign("b", FRAME), shown.get(0))).isFalse();
  }

  @Test
  void keysStayWhatTheyAre() throws IOException {
    NodeKeys first = new NodeKeys(folder, List.of("a"));
    NodeKeys again = new NodeKeys(folder, List.of("a", "b"));
    assertThat(again.sign("a", FRAME)).isEqualTo(first.sign("a", FRAME));
    assertThat(publicKeys(again).get(0)).isEqualTo(publicKeys(first).get(0));
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void whatIsNoKeyIsSaidInALineAndLeftAlone() throws IOException {
    Path wrong = Files.writeString(folder.resolve("a.key"), "geheim");
    assertThatThrownBy(() -> new NodeKeys(folder, List.of("a")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("a.key")
        .message()
        .doesNotContain("geheim");
    assertThat(wrong).hasContent("geheim");
  }
}
