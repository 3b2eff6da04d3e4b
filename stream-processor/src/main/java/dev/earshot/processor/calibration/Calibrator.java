package dev.earshot.processor.calibration;

import dev.earshot.acoustics.level.LevelMeter;

/**
 * What a sound calibrator gives at the microphone that it sits on. Immutable.
 *
 * @param levelDb its sound pressure level, dB re 20 uPa, {@value #LEVEL_MIN_DB} to {@value
 *     #LEVEL_MAX_DB}
 * @param frequencyHz its tone, {@value #FREQUENCY_MIN_HZ} to {@value #FREQUENCY_MAX_HZ}
 */
public record Calibrator(double levelDb, double frequencyHz) {
  static final double LEVEL_MIN_DB = 60;
  static final double LEVEL_MAX_DB = 140;
  static final double FREQUENCY_MIN_HZ = 100;
  static final double FREQUENCY_MAX_HZ = 4_000;

  /** Checks the bounds; the messages name the options of {@code calibrate}. */
  public Calibrator {
    require("--level", levelDb, LEVEL_MIN_DB, LEVEL_MAX_DB, "dB");
    require("--frequency", frequencyHz, FREQUENCY_MIN_HZ, FREQUENCY_MAX_HZ, "Hz");
  }

  private static void require(String name, double value, double least, double most, String unit) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s is %s, needs to be %.0f to %.0f %s".formatted(name, value, least, most, unit));
    }
  }

  /** How much lower its tone reads with A-weighting, dB: 0 at 1 kHz. */
  double weightingDb() {
    return LevelMeter.aWeightingDb(frequencyHz);
  }

  /**
   * What to add to a node's dBFS for dB SPL.
   *
   * @param laeqDbfs what the node reads with the calibrator on its microphone
   */
  float offsetDb(double laeqDbfs) {
    return (float) (levelDb + weightingDb() - laeqDbfs);
  }
}
