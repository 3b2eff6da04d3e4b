package dev.earshot.processor.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code process} sets of who may do what over HTTP. */
@ConfigMapping(prefix = "earshot.http")
public interface AccessConfig {
  /** Whom the page and REST serve. */
  @WithDefault("this-machine")
  Access access();

  /** The file of users; none where they log in elsewhere, or there are none. */
  @WithName("users")
  Optional<Path> usersFile();
}
