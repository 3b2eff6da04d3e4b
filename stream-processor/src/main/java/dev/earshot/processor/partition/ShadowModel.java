package dev.earshot.processor.partition;

import dev.earshot.processor.node.NodeModel;

/**
 * A second model that hears along, and where what is found of it goes.
 *
 * @param report shared by all threads
 */
public record ShadowModel(NodeModel model, ShadowReport report) {}
