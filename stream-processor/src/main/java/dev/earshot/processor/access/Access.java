package dev.earshot.processor.access;

/** Whom the page and REST serve. */
public enum Access {
  /** Whoever is on this machine may read. */
  THIS_MACHINE,
  /** Whoever reaches it may read: something in front decides who that is. */
  ANYONE,
  /** Users, by their roles. */
  USERS
}
