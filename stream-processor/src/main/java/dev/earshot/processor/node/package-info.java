/**
 * One node's life without Kafka: is a frame right in itself ({@link
 * dev.earshot.processor.node.FrameAdmission}), where does it belong in the node's stream, what is
 * heard in it ({@link dev.earshot.processor.node.NodeLife}), and what is kept until the next one.
 * docs/stream-rules.md states the rules in words.
 */
package dev.earshot.processor.node;
