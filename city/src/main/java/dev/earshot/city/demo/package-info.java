/** The command {@code demo}: a whole city in one process. */
package dev.earshot.city.demo;
