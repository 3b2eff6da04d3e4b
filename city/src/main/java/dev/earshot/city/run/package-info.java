/** What the commands that run for a while share: their end, their directory, their report. */
package dev.earshot.city.run;
