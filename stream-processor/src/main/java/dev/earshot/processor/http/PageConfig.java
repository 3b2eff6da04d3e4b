package dev.earshot.processor.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code process} sets of the page. */
@ConfigMapping(prefix = "earshot.page")
public interface PageConfig {
  /** Where the map's tiles come from, with {@code {z}}, {@code {x}}, {@code {y}}; none: a plan. */
  Optional<String> tilesUrl();

  /** Scheme and host of the tiles, for the policy of what a page may load. */
  Optional<String> tilesOrigin();

  /** Whom the map names for its tiles. */
  Optional<String> tilesAttribution();

  /** The folder of evaluation pages that the trainer has written; none when empty. */
  Optional<Path> reports();

  /** Certificates by which other instances are trusted, beside those of the machine; PEM. */
  Optional<Path> peerCertificates();

  /** Whether it shows a demo. */
  @WithDefault("false")
  boolean demo();
}
