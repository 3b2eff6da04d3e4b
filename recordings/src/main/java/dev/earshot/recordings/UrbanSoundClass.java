package dev.earshot.recordings;

import java.util.Locale;
import java.util.Optional;

/**
 * The ten classes of UrbanSound8K in the order of its {@code classID}, and which of them the paper
 * calls anomalous.
 *
 * <p>Source: J. Salamon, C. Jacoby, J. P. Bello, "A Dataset and Taxonomy for Urban Sound Research",
 * ACM Multimedia 2014; normal and anomalous as in "TinyML for Acoustic Anomaly Detection in IoT
 * Sensor Networks".
 */
public enum UrbanSoundClass {
  AIR_CONDITIONER(false),
  CAR_HORN(true),
  CHILDREN_PLAYING(false),
  DOG_BARK(true),
  DRILLING(true),
  ENGINE_IDLING(false),
  GUN_SHOT(true),
  JACKHAMMER(true),
  SIREN(true),
  STREET_MUSIC(false);

  private final boolean anomalous;

  UrbanSoundClass(boolean anomalous) {
    this.anomalous = anomalous;
  }

  /** The class's name in the data set's table, for example {@code air_conditioner}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class's number in the data set's table, 0 to 9. */
  public int id() {
    return ordinal();
  }

  /** Whether a city wants to be told of such a sound. */
  public boolean anomalous() {
    return anomalous;
  }

  /**
   * The class of a table's {@code class} column, or empty when the data set has none of that name.
   */
  public static Optional<UrbanSoundClass> ofLabel(String label) {
    for (UrbanSoundClass c : values()) {
      if (c.label().equals(label)) {
        return Optional.of(c);
      }
    }
    return Optional.empty();
  }
}
