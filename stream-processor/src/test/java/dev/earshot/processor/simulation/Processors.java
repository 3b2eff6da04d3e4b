package dev.earshot.processor.simulation;

import dev.earshot.processor.node.NodeOutput;
import dev.earshot.processor.partition.Arrival;
import dev.earshot.processor.partition.NodeStates;
import dev.earshot.processor.partition.PartitionLife;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.processor.partition.Profiles;

/** Makes the processors of one life, one after the other, each going on from the states. */
@FunctionalInterface
interface Processors {
  Processor start(
      PartitionSettings settings, NodeStates states, NodeStates decisions, Profiles profiles);

  /** What is tried: a partition's life, or one that is broken on purpose. */
  interface Processor extends AutoCloseable {
    void hear(Arrival record, NodeOutput output);

    @Override
    void close();
  }

  /** The real ones. */
  static Processors real() {
    return Processors::realOne;
  }

  private static Processor realOne(
      PartitionSettings settings, NodeStates states, NodeStates decisions, Profiles profiles) {
    PartitionLife life = new PartitionLife(settings, states, decisions, NodeStates.NONE, profiles);
    return new Processor() {
      @Override
      public void hear(Arrival record, NodeOutput output) {
        life.hear(record, output);
      }

      @Override
      public void close() {
        life.close();
      }
    };
  }
}
