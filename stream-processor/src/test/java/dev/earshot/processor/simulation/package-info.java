/**
 * The life of a partition without Kafka, a million times: {@link
 * dev.earshot.processor.simulation.HostileCity} makes up what nodes, operators and machines do from
 * a seed, {@link dev.earshot.processor.simulation.PlainPartition} says by the plain rules of
 * docs/stream-rules.md what must come out, {@link dev.earshot.processor.simulation.Simulation} lets
 * the processor live it and compares at each step. docs/reliability-life.md says how to run it.
 */
package dev.earshot.processor.simulation;
