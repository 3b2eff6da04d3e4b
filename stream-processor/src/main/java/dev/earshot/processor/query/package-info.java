/** What the city looks like right now, read from the topics that the processor writes. */
package dev.earshot.processor.query;
