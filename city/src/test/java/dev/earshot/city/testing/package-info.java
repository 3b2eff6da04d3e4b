/** What the tests of a whole city share. */
package dev.earshot.city.testing;
