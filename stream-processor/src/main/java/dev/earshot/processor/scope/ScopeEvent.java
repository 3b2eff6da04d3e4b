package dev.earshot.processor.scope;

/**
 * Something that a page is told of a node.
 *
 * @param number one more than that of the event before
 * @param name of the kind of event
 * @param json what it says
 */
public record ScopeEvent(long number, String name, String json) {}
