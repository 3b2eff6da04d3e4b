package dev.earshot.processor.topology;

import dev.earshot.acoustics.model.Scorer;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.node.Admission;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.processor.node.Admission.Rejected;
import dev.earshot.processor.node.Frame;
import dev.earshot.processor.node.FrameAdmission;
import dev.earshot.processor.node.NodeLife;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.v1.NodeProfile;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the nodes of one partition: for each frame the node's state is fetched, the frame is heard,
 * and the state is put back, together with what came out. Kafka Streams makes one for each task and
 * calls it from one thread; it owns its scorer from {@link #init} to {@link #close}.
 *
 * <p>Whatever is put and forwarded for a record is held back until all of it is there. If something
 * throws, nothing is half done, and {@link FailedRecordHandler} makes the record a dead letter. A
 * failure at a node that falls silent is not the record's fault and stays that node's.
 */
final class NodeProcessor implements Processor<byte[], byte[], byte[], Object> {
  /** Nodes that fall silent at one record at most; the others do at the next ones. */
  static final int SILENCED_AT_ONCE_MAX = 16;

  private static final Logger LOG = LoggerFactory.getLogger(NodeProcessor.class);

  private final TopologySettings settings;
  private final NodeMetrics metrics;
  private final FrameAdmission admission;

  private Scorer scorer;
  private NodeLife life;
  private KeyValueStore<String, byte[]> states;
  private KeyValueStore<String, NodeProfile> profiles;
  private Outbox outbox;
  private StreamClock clock;

  NodeProcessor(TopologySettings settings) {
    this.settings = settings;
    this.metrics = settings.metrics();
    this.admission = new FrameAdmission(settings.model().metadata().frontEnd().sampleRateHz());
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    scorer = settings.model().scorers().get();
    life = new NodeLife(settings.model(), scorer, settings.silence(), metrics);
    states = context.getStateStore(EarshotTopology.NODE_STATE);
    profiles = context.getStateStore(EarshotTopology.NODE_PROFILES);
    clock = StreamClock.rebuild(life.silenceSamples(), states);
    outbox = new Outbox(context, states, clock, metrics);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    long begin = System.nanoTime(); // for the metric alone
    try {
      take(record);
    } catch (RuntimeException failure) {
      if (FailedRecordHandler.isOfTheRecord(failure)) {
        metrics.deadLetter(Reason.PROCESSING_FAILED);
      }
      throw failure;
    }
    metrics.processed(System.nanoTime() - begin);
  }

  private void take(Record<byte[], byte[]> record) {
    outbox.begin(record);
    Admission<Frame> admitted = admission.admit(record.key(), record.value(), record.timestamp());
    if (admitted instanceof Admitted<Frame> right) {
      hear(right.value());
    } else if (admitted instanceof Rejected<Frame> wrong) {
      outbox.deadLetter(wrong.reason(), wrong.detail());
    }
    outbox.deliver();
  }

  private void hear(Frame frame) {
    wake(frame.nodeId());
    long now = life.hear(frame, clock.now());
    outbox.put(frame.nodeId(), life.save());
    for (String overdue : clock.overdue(now, frame.nodeId(), SILENCED_AT_ONCE_MAX)) {
      silence(overdue);
    }
  }

  private void silence(String overdue) {
    Outbox.Mark before = outbox.mark();
    try {
      wake(overdue);
      life.fallSilent();
      outbox.put(overdue, life.isKnown() ? life.save() : null);
      if (!life.isKnown()) {
        clock.forget(overdue); // its state cannot be read, so neither can where it stands there
      }
    } catch (RuntimeException failure) {
      if (!FailedRecordHandler.isOfTheRecord(failure)) {
        throw failure;
      }
      LOG.warn("failed to silence {}: it stays as it is until it is heard", overdue, failure);
      outbox.backTo(before);
      clock.forget(overdue);
    }
  }

  private void wake(String nodeId) {
    outbox.of(nodeId);
    life.wake(
        nodeId,
        Optional.ofNullable(states.get(nodeId)),
        Optional.ofNullable(profiles.get(nodeId)),
        outbox);
  }

  @Override
  public void close() {
    if (scorer != null) {
      scorer.close();
      scorer = null;
    }
  }
}
