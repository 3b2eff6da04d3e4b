package dev.earshot.recordings;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One row of UrbanSound8K's table whose file is there: a slice of up to 4 s of a recording.
 *
 * @param fileName the file's name, unique in the data set, for example {@code 100032-3-0-0.wav}
 * @param recordingId Freesound's number of the recording it was cut from; all clips of one
 *     recording are in one fold
 * @param startS where the table says it starts in the recording, in seconds
 * @param endS where the table says it ends in the recording, in seconds
 * @param foreground whether the annotators heard the class in the foreground (salience 1) or in the
 *     background (2)
 * @param fold the fold it belongs to, 1 to 10
 * @param soundClass what is heard
 * @param path the file
 */
public record Clip(
    String fileName,
    long recordingId,
    double startS,
    double endS,
    boolean foreground,
    int fold,
    UrbanSoundClass soundClass,
    Path path) {

  public Clip {
    Objects.requireNonNull(fileName, "fileName");
    Objects.requireNonNull(soundClass, "soundClass");
    Objects.requireNonNull(path, "path");
  }

  /** How long the table says it lasts, in seconds; the file may differ by a few milliseconds. */
  public double durationS() {
    return endS - startS;
  }
}
