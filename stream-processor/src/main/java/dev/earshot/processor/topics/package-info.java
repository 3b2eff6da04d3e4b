/**
 * Topics beside the topology: consumers that reach the cluster as it does, where a node's records
 * are; and for commands, topics of few records, read as a whole and written record by record.
 */
package dev.earshot.processor.topics;
