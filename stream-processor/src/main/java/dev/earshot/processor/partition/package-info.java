/**
 * The nodes of one partition, record by record, without Kafka: {@link
 * dev.earshot.processor.partition.PartitionLife} is what the topology runs, and whoever wants to
 * know what has to come out of a topic runs the same over its records. What comes out depends on
 * the records in their order and on nothing else.
 */
package dev.earshot.processor.partition;
