package dev.earshot.sim;

import dev.earshot.console.Failure;
import dev.earshot.contracts.FrameLimits;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.Topics;
import dev.earshot.recordings.Sound;
import dev.earshot.recordings.SoundLibrary;
import dev.earshot.v1.GroundTruth;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A city of simulated nodes that send what they hear to {@link Topics#PCM_FRAMES}, and each event,
 * once its last sample has been sent, to {@link Topics#GROUND_TRUTH}.
 *
 * <p>{@link #run} sends until the duration is over, {@link #stop} is called or the cluster refuses
 * a message; the other methods may be called from any thread meanwhile. A message is sent when its
 * last sample would have been heard, real time multiplied by the speed; the nodes' messages are
 * spread evenly over a message's length. A run that was held up catches up, and never drifts. When
 * it ends by itself every node has sent exactly its duration, and every message has arrived.
 *
 * <pre>{@code
 * try (Simulation city = new Simulation(config, new SyntheticSounds(), clientProperties)) {
 *   city.run();
 * }
 * }</pre>
 */
public final class Simulation implements AutoCloseable {
  /** A rest shorter than this goes with the message before it: the least a message may hold. */
  private static final int REST_SAMPLES_MIN =
      (int) (FrameLimits.SHORTEST.toMillis() * Sound.SAMPLE_RATE_HZ / 1_000);

  private SimulationConfig config;
  private final FrameSender sender;
  private final Pace pace;
  private final List<Node> nodes;
  private final SingleObject<GroundTruth> truths = SingleObject.of(GroundTruth.class);

  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Progress progress = new Progress(0, 0, 0, 0, 0);

  private record Node(String id, SampleStream stream) {}

  /** What goes with a frame that proves whose it is. */
  @FunctionalInterface
  public interface Signer {
    /**
     * The signature of a frame.
     *
     * @param value the frame as it is sent
     */
    byte[] sign(String nodeId, byte[] value);
  }

  /**
   * Opens the connection to the cluster; the topics are to be there.
   *
   * @param library what the nodes hear
   * @param clientProperties Kafka client properties, {@code bootstrap.servers} among them; the
   *     producer's own, such as {@code compression.type}, win over the defaults here
   */
  public Simulation(
      SimulationConfig config, SoundLibrary library, Map<String, String> clientProperties) {
    this(config, library, clientProperties, Optional.empty());
  }

  /**
   * One whose nodes may sign their frames.
   *
   * @param signer called by the thread that runs it
   */
  public Simulation(
      SimulationConfig config,
      SoundLibrary library,
      Map<String, String> clientProperties,
      Optional<Signer> signer) {
    this(config, library, FrameSender.producer(clientProperties), Pace.REAL_TIME, signer);
  }

  Simulation(
      SimulationConfig config, SoundLibrary library, Producer<String, byte[]> producer, Pace pace) {
    this(config, library, producer, pace, Optional.empty());
  }

  /** Takes over the producer and closes it in the end. */
  Simulation(
      SimulationConfig config,
      SoundLibrary library,
      Producer<String, byte[]> producer,
      Pace pace,
      Optional<Signer> signer) {
    this(config, streams(config, library), producer, pace, signer);
  }

  private Simulation(
      SimulationConfig config,
      List<Node> nodes,
      Producer<String, byte[]> producer,
      Pace pace,
      Optional<Signer> signer) {
    this.config = config;
    this.sender = new FrameSender(producer, signer, this::stop);
    this.pace = pace;
    this.nodes = nodes;
  }

  /**
   * A city of one node that hears what it is given.
   *
   * @param config for one node; what it says of sounds and names goes for nothing
   */
  static Simulation ofOne(
      SimulationConfig config,
      String nodeId,
      SampleStream stream,
      Producer<String, byte[]> producer,
      Pace pace,
      Optional<Signer> signer) {
    return new Simulation(config, List.of(new Node(nodeId, stream)), producer, pace, signer);
  }

  private static List<Node> streams(SimulationConfig config, SoundLibrary library) {
    List<Node> nodes = new ArrayList<>();
    for (int node = 0; node < config.nodes(); node++) {
      nodes.add(new Node(config.nodeId(node), new NodeStream(config, node, library)));
    }
    return nodes;
  }

  /**
   * Plays the city as {@link #run()} does, but from this moment on, so that event time is not
   * behind the clock by what it took to get here.
   */
  public void runFrom(Instant now) {
    config = config.begunAt(now);
    run();
  }

  /**
   * Plays the city; to be called once.
   *
   * @throws Failure where the cluster does not take a message or a recording cannot be read
   */
  public void run() {
    try {
      sender.find(Topics.PCM_FRAMES);
      if (nodes.stream().anyMatch(node -> node.stream.tellsEvents())) {
        sender.find(Topics.GROUND_TRUTH);
      }
      play();
      sender.flush();
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException e) {
      throw Failure.because(e.getCause().getMessage(), e);
    } catch (KafkaException e) {
      sender.failed(e);
    }
    sender.throwIfFailed();
  }

  private void play() throws InterruptedException {
    long startNanos = pace.nanos();
    long end = config.samplesANode().orElse(Long.MAX_VALUE);
    double messageSeconds = seconds(config.messageSamples());
    long first = 0;
    while (first < end) {
      int length = messageSamples(end - first);
      for (int i = 0; i < nodes.size(); i++) {
        double phaseSeconds = messageSeconds * i / nodes.size();
        double dueSeconds = (seconds(first + length) + phaseSeconds) / config.speed();
        long dueNanos = startNanos + (long) (dueSeconds * 1e9);
        if (!pace.waitUntil(dueNanos, stopped)) {
          return;
        }
        sendNext(nodes.get(i), length, Math.max(0, pace.nanos() - dueNanos));
      }
      first += length;
    }
  }

  private int messageSamples(long left) {
    int usual = config.messageSamples();
    return left < usual + REST_SAMPLES_MIN ? (int) left : usual;
  }

  private static double seconds(long samples) {
    return (double) samples / Sound.SAMPLE_RATE_HZ;
  }

  private void sendNext(Node node, int length, long behindNanos) {
    long first = node.stream.position();
    short[] samples = new short[length];
    node.stream.read(samples, 0, length);
    sender.sendFrame(node.id, config.session(), first, config.micros(first), samples);
    List<PlayedEvent> finished = node.stream.takeFinished();
    for (PlayedEvent event : finished) {
      sender.send(
          Topics.GROUND_TRUTH, node.id, config.micros(event.endSample()), truth(node.id, event));
    }
    Progress before = progress; // written by this thread alone
    progress =
        new Progress(
            before.samplesSent() + length,
            before.framesSent() + 1,
            before.eventsPlayed() + finished.size(),
            sender.failures(),
            behindNanos / 1e9);
  }

  private byte[] truth(String nodeId, PlayedEvent event) {
    return truths.encode(
        GroundTruth.newBuilder()
            .setNodeId(nodeId)
            .setSession(config.session())
            .setFirstSample(event.firstSample())
            .setLabel(event.label())
            .setAnomalous(event.anomalous())
            .setStartedAt(FrameSender.instant(config.micros(event.firstSample())))
            .setEndedAt(FrameSender.instant(config.micros(event.endSample())))
            .setSnrDb((float) event.snrDb())
            .setSource(event.source())
            .setFold(event.fold().isPresent() ? event.fold().getAsInt() : null)
            .build());
  }

  /**
   * Ends {@link #run} after the message in hand; what was sent until then arrives. Events that were
   * cut off by it are not in the ground truth. From any thread, any number of times.
   */
  public void stop() {
    stopped.countDown();
  }

  /** How far it has come. From any thread. */
  public Progress progress() {
    return progress;
  }

  /** Closes the connection to the cluster; to be called after {@link #run} has returned. */
  @Override
  public void close() {
    sender.close();
  }
}
