/** The page as a browser shows it: over a made-up city, and over a real one. */
package dev.earshot.city.page;
