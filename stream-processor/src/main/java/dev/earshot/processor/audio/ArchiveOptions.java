package dev.earshot.processor.audio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.processor.client.ServerOptions;
import picocli.CommandLine.Mixin;

/** Whom to ask for kept sound: a picocli mixin. Where there are users it takes an operator. */
final class ArchiveOptions {
  @Mixin private ServerOptions server;

  /**
   * The list of what there is, as {@code /api/audio} gives it.
   *
   * @throws dev.earshot.console.Failure where the processor does not answer, or refuses
   */
  JsonNode list() {
    return server.json("/api/audio");
  }

  /** An encrypted recording; fails as {@link #list} does. */
  byte[] recording(String anomalyId) {
    return server.get("/api/audio/" + ServerOptions.encoded(anomalyId));
  }
}
