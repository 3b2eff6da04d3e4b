package dev.earshot.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.console.Failure;
import dev.earshot.contracts.AvroSerde;
import dev.earshot.contracts.Topics;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A microphone as a node, with a line and a clock that do as they are told. */
class ListeningTest {
  private static final int RATE = 16_000;
  private static final int MESSAGE = 3_200;
  private static final int ROOM = 2 * RATE;
  private static final long NOON_MICROS = 1_764_072_000_000_000L;
  private static final AvroSerde<PcmFrame> FRAMES = AvroSerde.of(PcmFrame.class);

  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
  private final FakeLine line = new FakeLine();

  /** A tone that is there sample by sample as the clock goes on. */
  private final class FakeLine implements Microphone, Listening.NodeClock {
    private final List<Long> pausesMicros = new ArrayList<>();
    private int messages = Integer.MAX_VALUE;
    private int rest;
    private long micros = NOON_MICROS;
    private long next;
    private int waiting;

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public int keepsSamples() {
      return ROOM;
    }

    @Override
    public int read(short[] into) {
      int read = messages-- > 0 ? into.length : rest;
      int missing = Math.max(0, read - waiting);
      waiting = Math.max(0, waiting - read);
      micros += missing * 1_000_000L / RATE;
      for (int i = 0; i < read; i++) {
        into[i] = (short) Math.round(16_384 * Math.sin(2 * Math.PI * 1_000 * next++ / RATE));
      }
      return read;
    }

    @Override
    public int waitingSamples() {
      // what reads it is held up after each message for as long as it was told
      int now = waiting;
      if (!pausesMicros.isEmpty()) {
        pause = pausesMicros.remove(0);
      }
      return now;
    }

    private long pause;

    @Override
    public long micros() {
      return micros;
    }

    @Override
    public long nanos() {
      long nanos = micros * 1_000;
      if (pause > 0) {
        micros += pause;
        waiting = (int) Math.min(ROOM, waiting + pause * RATE / 1_000_000);
        pause = 0;
      }
      return nanos;
    }

    @Override
    public void close() {
      messages = 0;
    }
  }

  private Listening listen() {
    FrameSender sender = new FrameSender(producer, Optional.empty(), line::close);
    Listening listening = new Listening("desk", line, sender, line);
    listening.run(MESSAGE);
    return listening;
  }

  private List<PcmFrame> sent() {
    return producer.history().stream()
        .map(record -> FRAMES.deserializer().deserialize(Topics.PCM_FRAMES, record.value()))
        .toList();
  }

  @Test
  void whatIsHeardIsSentWithoutAGapAndDatedByItsFirstSample() {
    line.messages = 5;
    line.rest = 1_000;

    Listening listening = listen();

    List<PcmFrame> frames = sent();
    assertThat(frames).hasSize(6);
    long next = 0;
    for (PcmFrame frame : frames) {
      assertThat(frame.getNodeId()).isEqualTo("desk");
      assertThat(frame.getSession()).isEqualTo(NOON_MICROS);
      assertThat(frame.getFirstSample()).isEqualTo(next);
      assertThat(frame.getCapturedAt())
          .isEqualTo(FrameSender.instant(NOON_MICROS + next * 1_000_000 / RATE));
      next += frame.getSamples().remaining() / Short.BYTES;
    }
    assertThat(next).isEqualTo(5 * MESSAGE + 1_000);
    assertThat(samplesOf(frames.get(1))[4])
        .isEqualTo((short) Math.round(16_384 * Math.sin(2 * Math.PI * 1_000 * 3_204 / RATE)));
    assertThat(listening.heard().overruns()).isZero();
  }

  private static short[] samplesOf(PcmFrame frame) {
    short[] samples = new short[frame.getSamples().remaining() / Short.BYTES];
    frame.getSamples().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }

  @Test
  void whatTheLineLostIsAGapInTheCountOfSamples() {
    line.messages = 4;
    line.pausesMicros.addAll(List.of(0L, 5_000_000L));

    Listening listening = listen();

    // 5 s were heard while nobody read, the line keeps 2
    assertThat(sent().stream().map(PcmFrame::getFirstSample))
        .containsExactly(0L, 3_200L, 6_400L + 3 * RATE, 9_600L + 3 * RATE);
    assertThat(listening.heard().lostSamples()).isEqualTo(3 * RATE);
    assertThat(listening.heard().overruns()).isEqualTo(1);
  }

  @Test
  void aPauseThatTheLineBridgesLosesNothing() {
    line.messages = 10;
    line.pausesMicros.addAll(List.of(0L, 1_500_000L));

    assertThat(listen().heard().overruns()).isZero();
    assertThat(sent().get(9).getFirstSample()).isEqualTo(9 * MESSAGE);
  }

  @Test
  void aSoundCardThatGoesTooFastOrTooSlowLosesNothing() {
    Overruns overruns = new Overruns(RATE, ROOM, 0);
    long nanos = 0;
    for (int message = 0; message < 1_000_000; message++) { // two days, 0.1 % off
      assertThat(overruns.lostBefore(nanos)).isZero();
      nanos += 200_200_000;
      overruns.read(nanos, 0);
    }
  }

  @Test
  void theLevelIsThatOfWhatIsHeardNow() {
    line.messages = 10;

    Listening.Heard heard = listen().heard();

    // half of full scale at 1 kHz, where A-weighting is 0 dB
    assertThat(heard.laeqDbfs()).isCloseTo(-6.02f, within(0.05f));
    assertThat(heard.peakDbfs()).isCloseTo(-6.02f, within(0.05f));
    assertThat(ListenCommand.line(heard)).startsWith("0:02  ####").contains("-6.0 dBFS(A)");
  }

  @Test
  void aClusterThatRefusesEndsItWithOneLine() {
    producer.sendException = new TimeoutException("no answer");

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(this::listen)
        .withMessageContaining("no answer");
  }
}
