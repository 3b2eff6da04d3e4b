package dev.earshot.processor.simulation;

/** What can be wrong with a message in itself. */
enum Damage {
  NONE,
  NO_VALUE,
  NO_KEY,
  OTHER_KEY,
  EMPTY_ID,
  /** One character more than an id may have. */
  LONG_ID,
  OTHER_RATE,
  UNKNOWN_ENCODING,
  /** One sample less than 10 ms. */
  TOO_SHORT,
  /** One sample more than 2 s. */
  TOO_LONG,
  HALF_A_SAMPLE,
  NOT_A_NUMBER,
  BEYOND_FULL_SCALE,
  /** Bytes are missing at its end. */
  CUT_SHORT,
  /** Bytes follow its end. */
  GOES_ON,
  BIT_FLIPPED,
  /** A number goes on for longer than a number can. */
  ENDLESS_NUMBER,
  OTHER_SCHEMA,
  /** Nothing but random bytes. */
  RANDOM_BYTES
}
