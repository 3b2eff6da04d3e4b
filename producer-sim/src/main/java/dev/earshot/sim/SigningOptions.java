package dev.earshot.sim;

import dev.earshot.console.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether simulated nodes sign their frames: a picocli mixin. */
final class SigningOptions {

  @Option(
      names = "--signing-keys",
      paramLabel = "DIR",
      description = "Nodes sign their frames, with keys from this folder; missing ones are made.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--publish-keys",
      description = "Tell the public keys in the nodes' profiles, in place of what stands in them.")
  private boolean publish;

  /**
   * The keys of these nodes; empty where they do not sign.
   *
   * @throws Failure where the folder cannot be used
   */
  Optional<NodeKeys> keys(List<String> nodeIds) {
    if (publish && folder.isEmpty()) {
      throw Failure.usage("--publish-keys needs --signing-keys");
    }
    return folder.map(path -> new NodeKeys(path, nodeIds));
  }

  /**
   * Writes the nodes' profiles, if that was asked for, dated before their first frames.
   *
   * @param firstMicros when the first of those begins, microseconds since the epoch
   * @throws Failure where the cluster does not take them
   */
  void publish(NodeKeys keys, long firstMicros, Map<String, String> clientProperties) {
    if (!publish) {
      return;
    }
    try {
      ProfileWriter.write(keys.profiles(), firstMicros, clientProperties);
    } catch (Failure e) {
      throw Failure.because(e.getMessage() + "; allow it, or leave out --publish-keys", e);
    }
  }
}
