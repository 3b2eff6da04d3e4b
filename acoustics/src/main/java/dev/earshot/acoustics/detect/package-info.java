/** When a row of scores becomes an alarm. */
package dev.earshot.acoustics.detect;
