/**
 * A city that needs no data set: backgrounds and events computed from a seed, alike to field
 * recordings in spectrum and level.
 */
package dev.earshot.recordings.synthetic;
