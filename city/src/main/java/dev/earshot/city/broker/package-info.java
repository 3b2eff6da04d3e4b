/** A real Kafka broker inside this JVM, for the demo and for tests that need one. */
package dev.earshot.city.broker;
