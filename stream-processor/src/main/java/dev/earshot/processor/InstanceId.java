package dev.earshot.processor;

import dev.earshot.console.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * What tells an instance from the others of its application, and is the same after a restart on the
 * same folder of states: two processes never share one, as Kafka Streams locks the folder.
 */
public final class InstanceId {
  private InstanceId() {}

  /**
   * The id of the instance whose states are in this folder; made with the first call.
   *
   * @throws Failure where it can be neither read nor written
   */
  public static String in(Path stateDir, String applicationId) {
    Path file = stateDir.resolve(applicationId + ".instance-id");
    try {
      if (Files.exists(file)) {
        return UUID.fromString(Files.readString(file).strip()).toString();
      }
      String made = UUID.randomUUID().toString();
      Path whole = stateDir.resolve(file.getFileName() + ".new");
      Files.writeString(whole, made);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE); // never half of it, whatever breaks
      return made;
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.because(
          "cannot use %s (%s); delete it, or mend --state-dir".formatted(file, e.getMessage()), e);
    }
  }
}
