/** Topics of few records, for commands: read as a whole, written record by record. */
package dev.earshot.processor.topics;
