package dev.earshot.sim;

import static dev.earshot.sim.Cities.NOON;
import static dev.earshot.sim.Cities.RATE;
import static dev.earshot.sim.Cities.atSpeed;
import static dev.earshot.sim.Cities.endless;
import static dev.earshot.sim.Cities.lasting;
import static dev.earshot.sim.Cities.noiseAndTones;
import static dev.earshot.sim.Cities.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.earshot.console.Failure;
import dev.earshot.contracts.AvroSerde;
import dev.earshot.contracts.Topics;
import dev.earshot.v1.GroundTruth;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final AvroSerde<PcmFrame> FRAMES = AvroSerde.of(PcmFrame.class);
  private static final AvroSerde<GroundTruth> TRUTHS = AvroSerde.of(GroundTruth.class);
  private static final long SECOND = 1_000_000_000;

  private final MockProducer<String, byte[]> producer = producer(true);

  @Test
  void everyNodeSendsItsStreamWithoutAGapAndExactlyItsDuration() {
    SimulationConfig config = lasting(endless(3, 8), Duration.ofMillis(7_512));
    run(config, new FakePace());
    for (int node = 0; node < 3; node++) {
      short[] expected = read(new NodeStream(config, node, noiseAndTones()), 120_192);
      short[] sent = new short[expected.length];
      long next = 0;
      for (PcmFrame frame : frames(config.nodeId(node))) {
        assertThat(frame.getNodeId()).isEqualTo(config.nodeId(node));
        assertThat(frame.getSession()).isEqualTo(config.session());
        assertThat(frame.getFirstSample()).isEqualTo(next);
        assertThat(frame.getCapturedAt()).isEqualTo(NOON.plusNanos(next * 62_500 / 1_000 * 1_000));
        assertThat(frame.getSampleRateHz()).isEqualTo(RATE);
        assertThat(frame.getEncoding()).isEqualTo(PcmEncoding.PCM_S16LE);
        int samples = frame.getSamples().remaining() / 2;
        frame
            .getSamples()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asShortBuffer()
            .get(sent, (int) next, samples);
        next += samples;
      }
      assertThat(next).isEqualTo(expected.length);
      assertThat(sent).isEqualTo(expected);
    }
  }

  @Test
  void aRecordIsKeyedByItsNodeAndDatedByItsFirstSample() {
    SimulationConfig config = lasting(endless(2, 8), Duration.ofSeconds(1));
    run(config, new FakePace());
    ProducerRecord<String, byte[]> last = producer.history().get(producer.history().size() - 1);
    assertThat(last.topic()).isEqualTo(Topics.PCM_FRAMES);
    assertThat(last.key()).isEqualTo("node-02");
    assertThat(last.partition()).isNull();
    assertThat(last.timestamp()).isEqualTo(NOON.toEpochMilli() + 800);
  }

  @Test
  void aRestOfLessThanTenMillisecondsGoesWithTheMessageBeforeIt() {
    run(lasting(endless(1, 8), Duration.ofMillis(609)), new FakePace());
    assertThat(frames("node-01"))
        .extracting(frame -> frame.getSamples().remaining() / 2)
        .containsExactly(3_200, 3_200, 3_344);
    producer.clear();
    run(lasting(endless(1, 8), Duration.ofMillis(610)), new FakePace());
    assertThat(frames("node-01"))
        .extracting(frame -> frame.getSamples().remaining() / 2)
        .containsExactly(3_200, 3_200, 3_200, 160);
  }

  @Test
  void theGroundTruthOfAnEventFollowsItsLastSample() {
    SimulationConfig config = lasting(endless(2, 8), Duration.ofSeconds(20));
    Progress done = run(config, new FakePace());
    int told = 0;
    for (int node = 0; node < 2; node++) {
      NodeStream stream = new NodeStream(config, node, noiseAndTones());
      read(stream, 20 * RATE);
      List<PlayedEvent> expected = stream.takeFinished();
      List<GroundTruth> truths = new ArrayList<>();
      long samplesSent = 0;
      for (ProducerRecord<String, byte[]> record : recordsOf(config.nodeId(node))) {
        if (record.topic().equals(Topics.PCM_FRAMES)) {
          samplesSent += frame(record).getSamples().remaining() / 2;
        } else {
          assertThat(record.topic()).isEqualTo(Topics.GROUND_TRUTH);
          GroundTruth truth = TRUTHS.deserialize(record.topic(), record.value());
          long endSample = expected.get(truths.size()).endSample();
          assertThat(samplesSent).isBetween(endSample, endSample + 3_199);
          assertThat(record.timestamp()).isEqualTo(truth.getEndedAt().toEpochMilli());
          truths.add(truth);
        }
      }
      assertThat(truths).hasSizeGreaterThan(5).isEqualTo(truths(config, node, expected));
      told += truths.size();
    }
    assertThat(done.eventsPlayed()).isEqualTo(told);
  }

  private static List<GroundTruth> truths(
      SimulationConfig config, int node, List<PlayedEvent> events) {
    return events.stream().map(event -> truth(config, config.nodeId(node), event)).toList();
  }

  private static GroundTruth truth(SimulationConfig config, String nodeId, PlayedEvent event) {
    return GroundTruth.newBuilder()
        .setNodeId(nodeId)
        .setSession(config.session())
        .setFirstSample(event.firstSample())
        .setLabel("siren")
        .setAnomalous(true)
        .setStartedAt(at(event.firstSample()))
        .setEndedAt(at(event.endSample()))
        .setSnrDb(10f)
        .setSource("test siren")
        .setFold(3)
        .build();
  }

  private static Instant at(long sample) {
    return NOON.plusNanos(sample * 1_000_000 / RATE * 1_000);
  }

  @Test
  void aMessageIsSentWhenItsLastSampleWouldHaveBeenHeard() {
    FakePace pace = new FakePace();
    run(lasting(endless(1, 8), Duration.ofSeconds(1)), pace);
    assertThat(pace.waitedFor)
        .containsExactly(
            SECOND / 5, SECOND * 2 / 5, SECOND * 3 / 5, SECOND * 4 / 5, SECOND); // from 0 on
    FakePace fast = new FakePace();
    run(atSpeed(lasting(endless(1, 8), Duration.ofSeconds(1)), 4), fast);
    assertThat(fast.waitedFor)
        .containsExactly(
            SECOND / 20, SECOND * 2 / 20, SECOND * 3 / 20, SECOND * 4 / 20, SECOND / 4);
  }

  @Test
  void theNodesMessagesAreSpreadOverAMessagesLength() {
    FakePace pace = new FakePace();
    run(lasting(endless(4, 8), Duration.ofMillis(400)), pace);
    assertThat(pace.waitedFor.stream().map(nanos -> nanos / 1_000_000))
        .containsExactly(200L, 250L, 300L, 350L, 400L, 450L, 500L, 550L);
  }

  @Test
  void aRunThatWasHeldUpCatchesUpAndDoesNotDrift() {
    FakePace smooth = new FakePace();
    run(lasting(endless(2, 8), Duration.ofSeconds(10)), smooth);
    FakePace heldUp = new FakePace();
    heldUp.atNanos(3 * SECOND, () -> heldUp.now += 2 * SECOND);
    Progress[] late = new Progress[1];
    Simulation simulation = simulation(lasting(endless(2, 8), Duration.ofSeconds(10)), heldUp);
    heldUp.atNanos(3 * SECOND + SECOND / 2, () -> late[0] = simulation.progress());
    simulation.run();
    assertThat(heldUp.waitedFor).isEqualTo(smooth.waitedFor);
    assertThat(late[0].behindSeconds()).isBetween(1.5, 2.0);
    assertThat(simulation.progress().behindSeconds()).isZero();
  }

  @Test
  void progressCountsWhatWasSent() {
    Progress done = run(lasting(endless(3, 8), Duration.ofSeconds(12)), new FakePace());
    assertThat(done.samplesSent()).isEqualTo(3L * 12 * RATE);
    assertThat(done.framesSent()).isEqualTo(3 * 60);
    assertThat(done.soundHours()).isEqualTo(0.01);
    assertThat(done.sendFailures()).isZero();
  }

  @Test
  void stoppingEndsARunThatHasNoEnd() {
    FakePace pace = new FakePace();
    Simulation simulation = simulation(endless(2, 8), pace);
    pace.atNanos(30 * SECOND, simulation::stop);
    simulation.run();
    assertThat(simulation.progress().samplesSent()).isBetween(59L * RATE, 60L * RATE);
    assertThat(producer.flushed()).isTrue();
    simulation.close();
    assertThat(producer.closed()).isTrue();
  }

  @Test
  void aMessageThatTheClusterDoesNotTakeEndsTheRunWithOneLine() {
    MockProducer<String, byte[]> failing = producer(false);
    FakePace pace = new FakePace();
    Simulation simulation = new Simulation(endless(2, 8), noiseAndTones(), failing, pace);
    pace.atNanos(
        2 * SECOND, () -> failing.errorNext(new NotEnoughReplicasException("1 of 2 in sync")));
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(simulation::run)
        .withMessage(
            "the cluster did not take 1 message(s): 1 of 2 in sync; look to its health and start"
                + " again");
    assertThat(simulation.progress().samplesSent()).isLessThan(5L * RATE);
  }

  @Test
  void aClusterThatIsNotThereAnyMoreEndsTheRunWithOneLine() {
    FakePace pace = new FakePace();
    pace.atNanos(
        SECOND, () -> producer.sendException = new TimeoutException("no metadata in 60000 ms"));
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> run(endless(2, 8), pace))
        .withMessageContaining("no metadata in 60000 ms");
  }

  @Test
  void aRecordingThatCannotBeReadEndsTheRunWithOneLine() {
    Simulation simulation =
        new Simulation(
            endless(1, 8),
            Cities.library(
                random -> Cities.noise(random, RATE, 0.1),
                random -> {
                  throw new UncheckedIOException(new IOException("all clips are gone"));
                }),
            producer,
            new FakePace());
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(simulation::run)
        .withMessage("all clips are gone");
  }

  private Progress run(SimulationConfig config, FakePace pace) {
    Simulation simulation = simulation(config, pace);
    simulation.run();
    return simulation.progress();
  }

  private Simulation simulation(SimulationConfig config, FakePace pace) {
    return new Simulation(config, noiseAndTones(), producer, pace);
  }

  private static MockProducer<String, byte[]> producer(boolean autoComplete) {
    return new MockProducer<>(
        autoComplete, null, new StringSerializer(), new ByteArraySerializer());
  }

  private List<ProducerRecord<String, byte[]>> recordsOf(String nodeId) {
    return producer.history().stream().filter(record -> record.key().equals(nodeId)).toList();
  }

  private List<PcmFrame> frames(String nodeId) {
    return recordsOf(nodeId).stream()
        .filter(record -> record.topic().equals(Topics.PCM_FRAMES))
        .map(SimulationTest::frame)
        .toList();
  }

  private static PcmFrame frame(ProducerRecord<String, byte[]> record) {
    return FRAMES.deserialize(record.topic(), record.value());
  }

  /** A clock that is moved by waiting alone, and at which something can be made to happen. */
  private static final class FakePace implements Pace {
    final List<Long> waitedFor = new ArrayList<>();
    long now;
    private final List<LongConsumer> happenings = new ArrayList<>();

    void atNanos(long nanos, Runnable happening) {
      happenings.add(
          new LongConsumer() {
            boolean over;

            @Override
            public void accept(long wanted) {
              if (!over && wanted >= nanos) {
                over = true;
                happening.run();
              }
            }
          });
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public boolean waitUntil(long nanos, CountDownLatch stopped) {
      now = Math.max(now, nanos);
      happenings.forEach(happening -> happening.accept(nanos));
      waitedFor.add(nanos);
      return stopped.getCount() > 0;
    }
  }
}
