package dev.earshot.processor.simulation;

import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.processor.node.NodeOutput;
import dev.earshot.processor.node.StateSurgery;
import dev.earshot.processor.partition.Arrival;
import dev.earshot.processor.partition.NodeStates;
import dev.earshot.processor.partition.PartitionLife;
import dev.earshot.processor.partition.Profiles;
import dev.earshot.processor.simulation.Processors.Processor;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Processors with one fault each, to show that the simulation finds it. Each is of one life. */
final class Broken {
  private static final SingleObject<PcmFrame> FRAMES = SingleObject.of(PcmFrame.class);

  private Broken() {}

  /** The fifth record that a processor gets is not heard. */
  static Processors dropsAFrame() {
    return (settings, states, decisions, profiles) -> {
      Processor real = Processors.real().start(settings, states, decisions, profiles);
      int[] records = {0};
      return hearing(
          real,
          (record, output) -> {
            records[0]++;
            if (records[0] != 5) {
              real.hear(record, output);
            }
          });
    };
  }

  /** What comes a second time is heard as what follows. */
  static Processors hearsADuplicate() {
    return (settings, states, decisions, profiles) -> {
      Processor real = Processors.real().start(settings, states, decisions, profiles);
      Set<ByteBuffer> seen = new HashSet<>();
      return hearing(
          real,
          (record, output) -> {
            boolean again = record.value() != null && !seen.add(ByteBuffer.wrap(record.value()));
            real.hear(again ? movedOn(record) : record, output);
          });
    };
  }

  private static Arrival movedOn(Arrival record) {
    try {
      PcmFrame frame = FRAMES.decode(record.value());
      int sampleBytes = frame.getEncoding() == PcmEncoding.PCM_F32LE ? Float.BYTES : Short.BYTES;
      frame.setFirstSample(frame.getFirstSample() + frame.getSamples().remaining() / sampleBytes);
      return new Arrival(
          record.key(), FRAMES.encode(frame), record.timestampMs(), record.signature());
    } catch (UndecodableException e) {
      return record; // it is no frame the second time either
    }
  }

  /** A processor that starts knows all but the gaps. */
  static Processors forgetsGapsOnRestore() {
    return (settings, states, decisions, profiles) -> {
      Map<String, byte[]> restored = new HashMap<>();
      states.forEach(
          (nodeId, state) -> {
            if (!nodeId.equals(PartitionLife.ITSELF)) {
              restored.put(nodeId, StateSurgery.withoutGaps(state));
            }
          });
      restored.forEach(states::put);
      return Processors.real().start(settings, states, decisions, profiles);
    };
  }

  /** Exactly-once is off: what is put stays put though the transaction is aborted. */
  static Processors keepsStatesOfAbortedTransactions() {
    Map<String, byte[]> kept = new HashMap<>();
    return (settings, states, decisions, profiles) -> {
      kept.forEach(states::put);
      NodeStates keeping =
          new Passing(states) {
            @Override
            public void put(String nodeId, byte[] state) {
              kept.put(nodeId, state);
              super.put(nodeId, state);
            }

            @Override
            public void delete(String nodeId) {
              kept.remove(nodeId);
              super.delete(nodeId);
            }
          };
      return Processors.real().start(settings, keeping, decisions, profiles);
    };
  }

  /** A processor that starts does not ask who else there is. */
  static Processors listensForNobodyAfterRestore() {
    return (settings, states, decisions, profiles) -> {
      NodeStates silent =
          new Passing(states) {
            @Override
            public void forEach(BiConsumer<String, byte[]> visitor) {}
          };
      return Processors.real().start(settings, silent, decisions, profiles);
    };
  }

  /** What operators say is not heard. */
  static Processors ignoresProfiles() {
    return (settings, states, decisions, profiles) ->
        Processors.real().start(settings, states, decisions, Profiles.NONE);
  }

  /** What operators say for later is heard at once. */
  static Processors hearsProfilesBeforeTheirTime() {
    return (settings, states, decisions, profiles) ->
        Processors.real()
            .start(
                settings,
                states,
                decisions,
                (nodeId, atMicros) -> profiles.of(nodeId, Long.MAX_VALUE));
  }

  /** Alarms that are off are raised. */
  static Processors raisesAlarmsThatAreOff() {
    return (settings, states, decisions, profiles) ->
        Processors.real()
            .start(
                settings,
                states,
                decisions,
                (nodeId, atMicros) ->
                    profiles
                        .of(nodeId, atMicros)
                        .map(said -> NodeProfile.newBuilder(said).setAlarmsOff(false).build()));
  }

  /** Nothing explains what was decided. */
  static Processors keepsNoDecisions() {
    return (settings, states, decisions, profiles) ->
        Processors.real().start(settings, states, NodeStates.NONE, profiles);
  }

  /** The last word on an anomaly is lost. */
  static Processors sendsNoLastEvent() {
    return (settings, states, decisions, profiles) -> {
      Processor real = Processors.real().start(settings, states, decisions, profiles);
      return hearing(
          real,
          (record, output) -> {
            Outcome outcome = new Outcome();
            real.hear(record, outcome);
            outcome.anomalies.removeIf(event -> event.getPhase() == AnomalyPhase.CLOSED);
            outcome.sendTo(output);
          });
    };
  }

  private interface Ears {
    void hear(Arrival record, NodeOutput output);
  }

  private static Processor hearing(Processor real, Ears ears) {
    return new Processor() {
      @Override
      public void hear(Arrival record, NodeOutput output) {
        ears.hear(record, output);
      }

      @Override
      public void close() {
        real.close();
      }
    };
  }

  /** States that pass everything on. */
  private static class Passing implements NodeStates {
    private final NodeStates states;

    Passing(NodeStates states) {
      this.states = states;
    }

    @Override
    public Optional<byte[]> get(String nodeId) {
      return states.get(nodeId);
    }

    @Override
    public void put(String nodeId, byte[] state) {
      states.put(nodeId, state);
    }

    @Override
    public void delete(String nodeId) {
      states.delete(nodeId);
    }

    @Override
    public void forEach(BiConsumer<String, byte[]> visitor) {
      states.forEach(visitor);
    }
  }
}
