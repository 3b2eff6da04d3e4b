/** What tests of several modules share; reaches them as this module's test-jar. */
package dev.earshot.testing;
