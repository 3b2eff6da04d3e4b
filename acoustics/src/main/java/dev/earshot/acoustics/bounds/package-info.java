/** Checks of settings. */
package dev.earshot.acoustics.bounds;
