/**
 * Simulated nodes: a city of them plays recordings, or a synthetic soundscape, into Kafka as real
 * nodes would, and tells what it played; and {@code watch}, which prints what came of it.
 *
 * <p>Start reading at {@link dev.earshot.sim.NodeStream}, which is what one node hears, and {@link
 * dev.earshot.sim.Simulation}, which sends it.
 */
package dev.earshot.sim;
