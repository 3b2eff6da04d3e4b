/**
 * The Kafka Streams side: {@link dev.earshot.processor.topology.EarshotTopology} is the whole of it
 * on one screen. Classes here carry records to {@code dev.earshot.processor.node} and what comes
 * out of it to topics; they decide nothing about sound.
 */
package dev.earshot.processor.topology;
