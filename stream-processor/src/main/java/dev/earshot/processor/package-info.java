/**
 * The stream processor as an application: the {@code process} command, and the wiring of topology,
 * model, metrics and lifecycle. The topology itself and what it does stand in {@code topology} and
 * {@code node}; what people look at in {@code query} and {@code http}, and who may in {@code
 * access}.
 */
package dev.earshot.processor;
