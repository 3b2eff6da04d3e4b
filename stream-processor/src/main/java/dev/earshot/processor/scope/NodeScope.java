package dev.earshot.processor.scope;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.processor.node.Frame;
import dev.earshot.processor.node.FrameAdmission;
import dev.earshot.processor.topics.NodePartition;
import dev.earshot.processor.topics.RecordTimes;
import dev.earshot.v1.WindowScore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Looks at one node, on a thread of its own: reads its partitions of the topics of frames and of
 * scores from a minute back on, and keeps what it would tell a page for a minute. Whoever looks
 * takes what is new to him; who is slower than a minute misses what was before. Thread-safe.
 *
 * <p>Frames are shown as they come: a forged one too, which the processor itself would refuse.
 */
final class NodeScope implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(NodeScope.class);
  private static final Duration BACK = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /**
   * A minute's windows and columns: of each of 50 columns a second 53 numbers of six characters.
   * Not a number of events, as one has the sound of a frame, which may be seconds.
   */
  static final int CHARACTERS_MAX = 1_200_000;

  private static final SingleObject<WindowScore> SCORES = SingleObject.of(WindowScore.class);

  private final byte[] key;
  private final LongSupplier newestMs;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final FrontEndConfig config;
  private final FrameAdmission admission;
  private final ObjectMapper json;
  private final Deque<ScopeEvent> events = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<Runnable> wake = new AtomicReference<>(() -> {});
  private final Thread thread;
  private long number;
  private int characters; // of all events that are kept

  /**
   * @param newestMs timestamp of the newest record that told of the node, milliseconds since the
   *     epoch; asked whenever it begins to read
   * @param consumers makes one, which is closed here
   * @param config of the front-end whose columns are shown
   */
  NodeScope(
      String nodeId,
      LongSupplier newestMs,
      Supplier<Consumer<byte[], byte[]>> consumers,
      FrontEndConfig config,
      ObjectMapper json) {
    this.key = NodePartition.key(nodeId);
    this.newestMs = newestMs;
    this.consumers = consumers;
    this.config = config;
    this.admission = new FrameAdmission(config.sampleRateHz());
    this.json = json;
    thread = new Thread(this::run, "earshot-scope");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** What came after the event with this number, oldest first; all there is for 0. */
  synchronized List<ScopeEvent> since(long seen) {
    return events.stream().filter(event -> event.number() > seen).toList();
  }

  private void run() {
    while (!isClosed()) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        wake.set(consumer::wakeup);
        if (!isClosed()) {
          read(consumer);
        }
      } catch (WakeupException e) {
        // close() woke it
      } catch (RuntimeException e) {
        LOG.debug("a node can't be looked at", e);
        tell("trouble", new Trouble("The cluster cannot be read now. Trying again."));
        pause();
      }
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void pause() {
    try {
      closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
  }

  private void read(Consumer<byte[], byte[]> consumer) {
    TopicPartition frames = NodePartition.of(consumer, Topics.PCM_FRAMES, key);
    TopicPartition scores = NodePartition.of(consumer, Topics.WINDOW_SCORES, key);
    List<TopicPartition> both = List.of(frames, scores);
    consumer.assign(both);
    RecordTimes.seek(consumer, both, newestMs.getAsLong() - BACK.toMillis());
    Columns columns = new Columns(config);
    while (!isClosed()) {
      List<List<Object>> windows = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.value() == null || !Arrays.equals(record.key(), key)) {
          continue;
        }
        if (record.topic().equals(Topics.WINDOW_SCORES)) {
          addWindow(record.value(), windows);
        } else {
          addColumns(record, columns);
        }
      }
      if (!windows.isEmpty()) {
        tell("windows", new Windows(windows));
      }
    }
  }

  private static void addWindow(byte[] value, List<List<Object>> windows) {
    try {
      WindowScore window = SCORES.decode(value);
      windows.add(
          List.of(
              window.getWindowEndAt().toEpochMilli(),
              window.getScore(),
              window.getSmoothedScore(),
              window.getState().name(),
              window.getLevel().getLaeqDbfs(),
              window.getLevel().getLafmaxDbfs()));
    } catch (UndecodableException e) {
      // somebody else's record, which is no window
    }
  }

  private void addColumns(ConsumerRecord<byte[], byte[]> record, Columns columns) {
    if (admission.admit(record.key(), record.value(), record.timestamp())
        instanceof Admitted<Frame> admitted) {
      columns
          .take(admitted.value())
          .ifPresent(block -> tell("columns", ColumnsView.of(block, config)));
    }
  }

  private void tell(String name, Object what) {
    try {
      add(name, json.writeValueAsString(what));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a node's plots can't be written as JSON", e);
    }
  }

  private synchronized void add(String name, String text) {
    number++;
    events.addLast(new ScopeEvent(number, name, text));
    characters += text.length();
    while (characters > CHARACTERS_MAX) {
      characters -= events.removeFirst().json().length();
    }
  }

  @Override
  public void close() {
    // not by an interrupt, in which a consumer does not close well
    closed.countDown();
    wake.get().run();
  }

  /** Of each window: end (ms since the epoch), score, smoothed, state, LAeq and LAFmax in dBFS. */
  record Windows(List<List<Object>> windows) {}

  /** What is wrong, for people. */
  record Trouble(String notice) {}

  /**
   * Consecutive columns.
   *
   * @param endMs event time of the last one's end, milliseconds since the epoch
   * @param hopMs from one to the next
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record ColumnsView(long endMs, double hopMs, List<float[]> mfcc, List<float[]> melDb) {
    static ColumnsView of(Columns.Block block, FrontEndConfig config) {
      block.mfcc().forEach(ColumnsView::shorten);
      block.melDb().forEach(ColumnsView::shorten);
      return new ColumnsView(
          block.endMicros() / 1000,
          1e3 * config.hopSamples() / config.sampleRateHz(),
          block.mfcc(),
          block.melDb());
    }

    /** To a tenth: what a plot shows. */
    private static void shorten(float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.round(values[i] * 10) / 10f;
      }
    }
  }
}
