package dev.earshot.sim;

import static dev.earshot.sim.Cities.RATE;
import static dev.earshot.sim.Cities.constant;
import static dev.earshot.sim.Cities.endless;
import static dev.earshot.sim.Cities.lasting;
import static dev.earshot.sim.Cities.library;
import static dev.earshot.sim.Cities.noise;
import static dev.earshot.sim.Cities.noiseAndTones;
import static dev.earshot.sim.Cities.read;
import static dev.earshot.sim.Cities.tone;
import static dev.earshot.sim.Cities.withSnr;
import static dev.earshot.sim.Cities.withoutEvents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.recordings.SoundLibrary;
import dev.earshot.recordings.synthetic.SyntheticSounds;
import dev.earshot.testing.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NodeStreamTest {
  private static final int MINUTE = 60 * RATE;

  @Test
  void theSizesOfReadsChangeNothing() {
    Property.holds(
        30,
        random -> {
          SimulationConfig config = endless(1, random.nextLong());
          NodeStream whole = new NodeStream(config, 0, noiseAndTones());
          NodeStream inPieces = new NodeStream(config, 0, noiseAndTones());
          int samples = 10 * RATE;
          short[] expected = read(whole, samples);

          short[] actual = new short[samples];
          List<PlayedEvent> events = new ArrayList<>();
          int longest = 1 << random.nextInt(1, 16);
          int at = 0;
          while (at < samples) {
            int length = Math.min(samples - at, random.nextInt(longest));
            inPieces.read(actual, at, length);
            events.addAll(inPieces.takeFinished());
            at += length;
          }

          assertThat(actual).isEqualTo(expected);
          assertThat(events).isNotEmpty().isEqualTo(whole.takeFinished());
        });
  }

  @Test
  void aNodeIsTheSameInATownAndInACity() {
    SoundLibrary library = noiseAndTones();
    for (int node = 0; node < 3; node++) {
      assertThat(read(new NodeStream(endless(300, 7), node, library), MINUTE / 6))
          .isEqualTo(read(new NodeStream(endless(3, 7), node, library), MINUTE / 6));
    }
  }

  @Test
  void nodesAndSeedsGiveDifferentStreams() {
    SoundLibrary library = noiseAndTones();
    List<short[]> streams = new ArrayList<>();
    for (long seed : new long[] {0, 1, 2, -1, 0x9E3779B97F4A7C15L}) {
      for (int node = 0; node < 4; node++) {
        streams.add(read(new NodeStream(endless(4, seed), node, library), RATE));
      }
    }
    assertThat(streams.stream().map(Arrays::hashCode).distinct()).hasSize(streams.size());
  }

  @Test
  void theSyntheticCityIsTheSameEveryTime() {
    SimulationConfig config = endless(2, 42);
    short[] once = read(new NodeStream(config, 1, new SyntheticSounds()), MINUTE / 2);
    short[] again = read(new NodeStream(config, 1, new SyntheticSounds()), MINUTE / 2);
    assertThat(again).isEqualTo(once);
  }

  @Test
  void anEventStandsAboveItsBackgroundByTheStatedRatio() {
    for (double snrDb : new double[] {-5, 0, 3, 6, 10, 15}) {
      SimulationConfig config = withSnr(endless(1, 11), snrDb);
      // quiet, so that nothing is clipped; of changing level, so that the ratio has to be local
      SoundLibrary library =
          library(
              random -> noise(random, RATE, 0.005 + 0.03 * random.nextDouble()),
              random -> tone(RATE / 2, 1_000, 0.5 * random.nextDouble() + 0.1));
      NodeStream stream = new NodeStream(config, 0, library);
      short[] mixed = read(stream, MINUTE);
      short[] background = read(new NodeStream(withoutEvents(config), 0, library), MINUTE);
      List<PlayedEvent> events = stream.takeFinished();
      assertThat(events).hasSizeGreaterThan(20);
      for (PlayedEvent event : events) {
        double eventPower = 0;
        double backgroundPower = 0;
        for (int i = (int) event.firstSample(); i < event.endSample(); i++) {
          eventPower += Math.pow(mixed[i] - background[i], 2);
          backgroundPower += Math.pow(background[i], 2);
        }
        assertThat(10 * Math.log10(eventPower / backgroundPower)).isCloseTo(snrDb, within(0.2));
        assertThat(event.snrDb()).isEqualTo(snrDb);
      }
    }
  }

  @Test
  void theGroundTruthSaysToTheSampleWhereAnEventIs() {
    Property.holds(
        10,
        random -> {
          SimulationConfig config = withSnr(endless(1, random.nextLong()), 30);
          NodeStream stream = new NodeStream(config, 0, noiseAndTones());
          short[] mixed = read(stream, 20 * RATE);
          short[] background =
              read(new NodeStream(withoutEvents(config), 0, noiseAndTones()), 20 * RATE);
          boolean[] inEvent = new boolean[mixed.length];
          List<PlayedEvent> events = stream.takeFinished();
          for (PlayedEvent event : events) {
            Arrays.fill(inEvent, (int) event.firstSample(), (int) event.endSample(), true);
          }
          int played = (int) events.get(events.size() - 1).endSample();
          for (int i = 0; i < played; i++) {
            if (!inEvent[i]) {
              assertThat(mixed[i]).as("sample %d", i).isEqualTo(background[i]);
            }
          }
          for (PlayedEvent event : events) { // it is there from edge to edge, less the fades
            int first = (int) event.firstSample();
            int end = (int) event.endSample();
            int edge = EventShape.FADE_SAMPLES / 2;
            assertThat(differs(mixed, background, first, first + edge)).isTrue();
            assertThat(differs(mixed, background, end - edge, end)).isTrue();
          }
        });
  }

  private static boolean differs(short[] a, short[] b, int from, int to) {
    return !Arrays.equals(a, from, to, b, from, to);
  }

  @Test
  void whatIsKnownOfAnEventIsTold() {
    NodeStream stream = new NodeStream(endless(1, 3), 0, noiseAndTones());
    read(stream, 10 * RATE);
    assertThat(stream.takeFinished())
        .isNotEmpty()
        .allSatisfy(
            event -> {
              assertThat(event.label()).isEqualTo("siren");
              assertThat(event.anomalous()).isTrue();
              assertThat(event.source()).isEqualTo("test siren");
              assertThat(event.fold()).hasValue(3);
            });
    assertThat(stream.takeFinished()).isEmpty();
  }

  @Test
  void anEventIsToldWithItsLastSampleAndNotBefore() {
    SimulationConfig config = endless(1, 5);
    NodeStream ahead = new NodeStream(config, 0, noiseAndTones());
    read(ahead, 10 * RATE);
    PlayedEvent first = ahead.takeFinished().get(0);

    NodeStream stream = new NodeStream(config, 0, noiseAndTones());
    read(stream, (int) first.endSample() - 1);
    assertThat(stream.takeFinished()).isEmpty();
    read(stream, 1);
    assertThat(stream.takeFinished()).containsExactly(first);
  }

  @Test
  void theGapsAreWithinTheirRange() {
    for (int node = 0; node < 5; node++) {
      NodeStream stream = new NodeStream(endless(5, 9), node, noiseAndTones());
      read(stream, 2 * MINUTE);
      long end = 0;
      List<PlayedEvent> events = stream.takeFinished();
      assertThat(events).hasSizeGreaterThan(50);
      for (PlayedEvent event : events) {
        assertThat(event.firstSample() - end).isBetween(RATE / 2L, 2L * RATE);
        end = event.endSample();
      }
    }
  }

  @Test
  void anEventThatWouldNotEndInTimeIsNotBegun() {
    Property.holds(
        30,
        random -> {
          SimulationConfig forEver = endless(1, random.nextLong());
          SimulationConfig short_ =
              lasting(forEver, Duration.ofMillis(4_000 + random.nextInt(6_000)));
          int samples = (int) short_.samplesANode().orElseThrow();
          NodeStream shortStream = new NodeStream(short_, 0, noiseAndTones());
          NodeStream longStream = new NodeStream(forEver, 0, noiseAndTones());
          short[] cut = read(shortStream, samples);
          short[] whole = read(longStream, samples + RATE);
          List<PlayedEvent> played = shortStream.takeFinished();
          List<PlayedEvent> fitting =
              longStream.takeFinished().stream()
                  .filter(event -> event.endSample() <= samples - NodeStream.TAIL_SAMPLES)
                  .toList();
          assertThat(played).isEqualTo(fitting);
          int same = played.isEmpty() ? 0 : (int) played.get(played.size() - 1).endSample();
          assertThat(Arrays.equals(cut, 0, same, whole, 0, same)).isTrue();
          short[] background =
              read(new NodeStream(withoutEvents(forEver), 0, noiseAndTones()), samples);
          assertThat(Arrays.equals(cut, same, samples, background, same, samples)).isTrue();
        });
  }

  @Test
  void whatIsTooLoudIsClippedAndDoesNotWrapAround() {
    for (int sign : new int[] {-1, 1}) {
      SoundLibrary deafening =
          library(random -> constant(RATE, 10 * sign), random -> tone(RATE, 440, 1));
      SimulationConfig config = withoutEvents(endless(1, 1));
      assertThat(read(new NodeStream(config, 0, deafening), 3 * RATE))
          .containsOnly(sign < 0 ? Short.MIN_VALUE : Short.MAX_VALUE);
    }
  }

  @Test
  void anEventIsHeardOverSilenceToo() {
    SimulationConfig config = withSnr(endless(1, 1), 20);
    SoundLibrary night = library(random -> new float[RATE], random -> tone(RATE / 2, 1_000, 0.25));
    NodeStream stream = new NodeStream(config, 0, night);
    short[] samples = read(stream, 10 * RATE);
    PlayedEvent event = stream.takeFinished().get(0);
    double power = 0;
    for (int i = (int) event.firstSample(); i < event.endSample(); i++) {
      power += Math.pow(samples[i] / 32768.0, 2) / (event.endSample() - event.firstSample());
    }
    assertThat(10 * Math.log10(power)).isCloseTo(NodeStream.SILENCE_DB + 20, within(0.2));
  }

  @Test
  void anEventWithoutSoundIsPassedOver() {
    AtomicInteger draws = new AtomicInteger();
    SoundLibrary sparse =
        library(
            random -> noise(random, RATE, 0.1),
            random -> draws.incrementAndGet() % 3 == 0 ? tone(RATE, 440, 0.5) : new float[RATE]);
    NodeStream stream = new NodeStream(endless(1, 1), 0, sparse);
    read(stream, 20 * RATE);
    assertThat(stream.takeFinished())
        .hasSizeBetween(5, draws.get() / 3)
        .allMatch(event -> event.endSample() - event.firstSample() == RATE);

    SoundLibrary mute = library(random -> noise(random, RATE, 0.1), random -> new float[9]);
    NodeStream hopeless = new NodeStream(endless(1, 1), 0, mute);
    assertThatIllegalStateException().isThrownBy(() -> read(hopeless, 10 * RATE));
  }

  @Test
  void nodesDifferInGainByAFewDecibels() {
    SoundLibrary flat = library(random -> constant(RATE, 1), random -> tone(RATE, 440, 0.5));
    double lowest = Double.MAX_VALUE;
    double highest = -Double.MAX_VALUE;
    for (int node = 0; node < 200; node++) {
      NodeStream stream = new NodeStream(withoutEvents(endless(200, 4)), node, flat);
      double db = 20 * Math.log10(read(stream, 1)[0] / 32768.0);
      lowest = Math.min(lowest, db);
      highest = Math.max(highest, db);
    }
    double middle = -NodeStream.HEADROOM_DB;
    assertThat(lowest).isBetween(middle - NodeStream.NODE_GAIN_DB_MAX - 0.01, middle - 3);
    assertThat(highest).isBetween(middle + 3, middle + NodeStream.NODE_GAIN_DB_MAX + 0.01);
  }
}
