/** How loud it is: A-weighted levels in dB relative to full scale. */
package dev.earshot.acoustics.level;
