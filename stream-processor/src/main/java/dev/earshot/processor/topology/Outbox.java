package dev.earshot.processor.topology;

import dev.earshot.contracts.DeadLetters;
import dev.earshot.contracts.DeadLetters.Position;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.NodeOutput;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.WindowScore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Holds what comes of one record until {@link #deliver}, so that it comes whole or not at all.
 *
 * <p>Records have the timestamp of the one that they come of, whatever the node's clock says: a
 * broker that took the one takes the others, and keeps them as long. When the sound was is in their
 * values. Not thread-safe.
 */
final class Outbox implements NodeOutput {
  private record Letter(String sink, Record<byte[], Object> record) {}

  private record State(String nodeId, byte[] bytes) {}

  /** So many of each. */
  record Mark(int letters, int puts) {}

  private final ProcessorContext<byte[], Object> context;
  private final KeyValueStore<String, byte[]> states;
  private final StreamClock clock;
  private final NodeMetrics metrics;
  private final List<Letter> letters = new ArrayList<>();
  private final List<State> puts = new ArrayList<>();

  private Record<byte[], byte[]> source;
  private byte[] key;

  Outbox(
      ProcessorContext<byte[], Object> context,
      KeyValueStore<String, byte[]> states,
      StreamClock clock,
      NodeMetrics metrics) {
    this.context = context;
    this.states = states;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** A record is to be processed; what an earlier one left behind by failing is forgotten. */
  void begin(Record<byte[], byte[]> record) {
    letters.clear();
    puts.clear();
    source = record;
  }

  /** What follows is of this node. */
  void of(String nodeId) {
    key = nodeId.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A node's new state.
   *
   * @param state null where there is none any more
   */
  void put(String nodeId, byte[] state) {
    puts.add(new State(nodeId, state));
  }

  /** How much is in it, for {@link #backTo}. */
  Mark mark() {
    return new Mark(letters.size(), puts.size());
  }

  /** Forgets what has come in since. */
  void backTo(Mark mark) {
    letters.subList(mark.letters, letters.size()).clear();
    puts.subList(mark.puts, puts.size()).clear();
  }

  @Override
  public void score(WindowScore score) {
    add(EarshotTopology.WINDOW_SCORES, score);
  }

  @Override
  public void anomaly(AnomalyEvent event) {
    add(EarshotTopology.ANOMALIES, event);
  }

  @Override
  public void status(NodeStatus status) {
    add(EarshotTopology.NODE_STATUS, status);
  }

  private void add(String sink, Object value) {
    letters.add(new Letter(sink, new Record<>(key, value, source.timestamp())));
  }

  @Override
  public void deadLetter(Reason reason, String detail) {
    metrics.deadLetter(reason);
    letters.add(new Letter(EarshotTopology.DEAD_LETTERS, letter(source, context, reason, detail)));
  }

  /** The record at hand as a dead letter. */
  static Record<byte[], Object> letter(
      Record<byte[], byte[]> source,
      ProcessorContext<byte[], Object> context,
      Reason reason,
      String detail) {
    RecordMetadata at = context.recordMetadata().orElseThrow();
    DeadLetters.Letter letter =
        DeadLetters.of(
            source.key(),
            source.value(),
            source.headers(),
            reason,
            detail,
            new Position(at.topic(), at.partition(), at.offset(), source.timestamp()));
    return new Record<>(letter.key(), letter.value(), source.timestamp(), letter.headers());
  }

  /** Puts the states and sends the letters. */
  void deliver() {
    for (State state : puts) {
      clock.put(state.nodeId, states.get(state.nodeId), state.bytes);
      states.put(state.nodeId, state.bytes);
    }
    for (Letter letter : letters) {
      context.forward(letter.record, letter.sink);
    }
  }
}
