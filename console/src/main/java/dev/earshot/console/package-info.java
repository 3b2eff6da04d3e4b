/** What every command of Earshot shares: how it fails, and how it is told where Kafka is. */
package dev.earshot.console;
