/**
 * One node looked at closely, while somebody does: its sound as columns of the front-end and its
 * windows, read beside the topology and kept for a minute. Sound itself does not leave.
 */
package dev.earshot.processor.scope;
