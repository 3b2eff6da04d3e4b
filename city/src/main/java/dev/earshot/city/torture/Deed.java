package dev.earshot.city.torture;

import java.util.Locale;

/** What was done to a process, or had to be done for it. */
enum Deed {
  PROCESSOR_KILLS,
  PROCESSOR_STOPS,
  PROCESSOR_UPGRADES,
  BROKER_KILLS,
  BROKER_STOPS,
  DISKS_FILLED,
  /** A processor that had given up, or ended by itself, was started again. */
  PROCESSORS_HELPED_UP;

  /** As the report calls it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
