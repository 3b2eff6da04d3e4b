package dev.earshot.processor.simulation;

import dev.earshot.v1.PcmEncoding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A node with habits: all that a node in a city may do to a stream, each more or less often, by its
 * seed. Its own count and clock go on as those of a real one would; what it sends of them is
 * another matter.
 */
final class HostileNode {
  /** By its own clock's idea, when a node starts. */
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private static final long SECOND_MICROS = 1_000_000;
  private static final long LAST_SAMPLE = (1L << 53) - 1;
  private static final float[] LOUDNESS = {0.0002f, 0.002f, 0.01f, 0.05f, 0.2f, 1, 64};

  /** What a node does at its turn. */
  private enum Habit {
    SENDS,
    SENDS_MUCH,
    LOSES,
    SLEEPS,
    REPEATS,
    OVERLAPS,
    SENDS_LATE,
    RESTARTS,
    RETURNS,
    STEPS_ITS_CLOCK,
    CHANGES_FORMAT,
    STRAYS,
    STRAYS_TWICE,
    DAMAGES,
    FAILS_THE_SCORER,
    IS_FORGED,
    FALLS_MUTE,
    GOES_TO_THE_EDGE
  }

  /**
   * A step that comes some turns after it was made.
   *
   * @param delay in turns of the city, 0 for at once
   */
  record Delayed(Step step, int delay) {}

  private final String id;
  private final int sampleRateHz;
  private final SplittableRandom random;
  private final int[] weights = new int[Habit.values().length];
  private final int samplesMax;

  /** Its frames are all as long, as those of real nodes. */
  private final boolean isRegular;

  private final long[] periods;
  private final List<Message> sent = new ArrayList<>();
  private final List<long[]> sessions = new ArrayList<>();

  private long session;
  private long next;
  private long sessionStartMicros;
  private PcmEncoding encoding;
  private int loudness;

  /** What to add to its clock's time for the true one. */
  private final long clockBehindMicros;

  private int muteTurns;
  private List<Delayed> made;

  /**
   * @param samplesMax of a usual frame at most
   * @param periods samples after which something happens if it is not heard
   */
  HostileNode(
      String id, int sampleRateHz, int samplesMax, long[] periods, SplittableRandom random) {
    this.id = id;
    this.periods = periods;
    this.sampleRateHz = sampleRateHz;
    this.samplesMax = samplesMax;
    this.random = random;
    this.isRegular = random.nextInt(4) == 0;
    weights[Habit.SENDS.ordinal()] = 20;
    weights[Habit.SENDS_MUCH.ordinal()] = 2;
    weights[Habit.LOSES.ordinal()] = 1;
    weights[Habit.SLEEPS.ordinal()] = random.nextInt(2);
    weights[Habit.IS_FORGED.ordinal()] = random.nextInt(2);
    for (int habits = random.nextInt(8); habits > 0; habits--) {
      weights[random.nextInt(weights.length)] += 1 + random.nextInt(8);
    }
    session = random.nextInt(10);
    next = random.nextInt(3) == 0 ? random.nextInt(100 * sampleRateHz) : 0;
    clockBehindMicros =
        random.nextInt(3) == 0 ? random.nextLong(-50_000, 100_000) * SECOND_MICROS : 0;
    sessionStartMicros = micros(START) - clockBehindMicros + random.nextInt(1_000_000);
    encoding = random.nextBoolean() ? PcmEncoding.PCM_S16LE : PcmEncoding.PCM_F32LE;
    loudness = random.nextInt(LOUDNESS.length);
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * SECOND_MICROS;
  }

  /** What it does at its turn, in the order in which it does it. */
  List<Delayed> turn() {
    made = new ArrayList<>();
    if (muteTurns > 0) {
      muteTurns--;
      return made;
    }
    if (random.nextInt(6) == 0) {
      loudness = random.nextInt(LOUDNESS.length);
    }
    act(habit());
    return made;
  }

  private Habit habit() {
    int all = 0;
    for (int weight : weights) {
      all += weight;
    }
    int drawn = random.nextInt(all);
    int habit = 0;
    while (drawn >= weights[habit]) {
      drawn -= weights[habit];
      habit++;
    }
    return Habit.values()[habit];
  }

  private void act(Habit habit) {
    switch (habit) {
      case SENDS -> send(next(), 0);
      case SENDS_MUCH -> sendMuch();
      case LOSES -> lose();
      case SLEEPS -> sleep();
      case REPEATS -> repeat();
      case OVERLAPS -> overlap();
      case SENDS_LATE -> send(next(), 1 + random.nextInt(8));
      case RESTARTS -> startAnother();
      case RETURNS -> comeBack();
      case STEPS_ITS_CLOCK -> stepClock();
      case CHANGES_FORMAT -> changeFormat();
      case STRAYS -> send(stray(), 0);
      case STRAYS_TWICE -> strayTwice();
      case DAMAGES -> damage();
      case FAILS_THE_SCORER -> made.add(new Delayed(new Step.SentToFail(next()), 0));
      case IS_FORGED -> beForged();
      case FALLS_MUTE -> muteTurns = 1 + random.nextInt(10);
      case GOES_TO_THE_EDGE -> goToTheEdge();
    }
  }

  private void send(Message message, int delay) {
    made.add(new Delayed(new Step.Sent(message), delay));
    sent.add(message);
  }

  private void sendMuch() {
    for (int i = 2 + random.nextInt(6); i > 0; i--) {
      send(next(), 0);
    }
  }

  private void lose() {
    int samples = frameSamples();
    lose(samples);
    send(next(samples), 0);
  }

  private void sleep() {
    next += (2L + random.nextInt(400)) * sampleRateHz;
    send(next(), 0);
  }

  private void startAnother() {
    restart(random.nextInt(10));
    next = random.nextInt(3) == 0 ? random.nextInt(10 * sampleRateHz) : 0;
    send(next(), 0);
  }

  private void stepClock() {
    sessionStartMicros += clockStep();
    send(next(), 0);
  }

  private void changeFormat() {
    encoding = encoding == PcmEncoding.PCM_S16LE ? PcmEncoding.PCM_F32LE : PcmEncoding.PCM_S16LE;
    send(next(), 0);
  }

  private void beForged() {
    Message right = next();
    send(right.signed(random.nextBoolean() ? Signing.BY_ANOTHER : Signing.BY_NOBODY), 0);
    send(right, 0);
  }

  /** The frame that follows; its count goes on. */
  private Message next() {
    return next(frameSamples());
  }

  private Message next(int samples) {
    Message message = frame(next, samples);
    next += message.samples();
    return message;
  }

  private int frameSamples() {
    int shortest = sampleRateHz / 100;
    if (isRegular) {
      return samplesMax;
    }
    return switch (random.nextInt(16)) {
      case 0 -> shortest;
      case 1 -> random.nextInt(8) == 0 ? 2 * sampleRateHz : samplesMax;
      default -> shortest + random.nextInt(samplesMax - shortest + 1);
    };
  }

  private Message frame(long first, int samples) {
    long captured = sessionStartMicros + Dating.lasting(first, sampleRateHz);
    long jitter = random.nextInt(4) == 0 ? random.nextInt(-50_000, 50_000) : 0;
    long underWayMs = random.nextInt(4) == 0 ? random.nextInt(3_000) : 20;
    long stampedMs =
        (captured + clockBehindMicros) / 1_000 + samples * 1_000L / sampleRateHz + underWayMs;
    return new Message(
        id,
        session,
        first,
        samples,
        captured + jitter,
        encoding,
        new Sound(LOUDNESS[loudness], random.nextInt(1_000_000)),
        Math.max(0, stampedMs),
        Damage.NONE,
        0,
        Signing.BY_ITS_NODE);
  }

  /**
   * Goes on without sending; its clock with it, or not.
   *
   * @param samples of the frame that it sends next
   */
  private void lose(int samples) {
    long lost =
        switch (random.nextInt(9)) {
          case 7 -> periods[random.nextInt(periods.length)] - samples + random.nextInt(-1, 2);
          case 0 -> 1;
          case 1 -> 2L * sampleRateHz;
          case 2 -> 2L * sampleRateHz + 1;
          case 3 -> random.nextLong(20L * sampleRateHz);
          case 4 -> random.nextLong(100L * 3_600 * sampleRateHz);
          case 5 -> random.nextLong(2L * sampleRateHz);
          default -> 1 + random.nextInt(samplesMax);
        };
    next += lost;
    switch (random.nextInt(6)) {
      case 0 -> sessionStartMicros -= Dating.lasting(lost, sampleRateHz); // stood still
      case 1 -> sessionStartMicros += random.nextLong(-700_000, 700_000);
      case 2 -> sessionStartMicros += edgeOfBelief(lost);
      default -> {}
    }
  }

  private long edgeOfBelief(long lost) {
    long edge = 500_000 + Dating.lasting(lost, sampleRateHz) / 100;
    return (random.nextBoolean() ? 1 : -1) * (edge + random.nextInt(-2, 3));
  }

  private Message anySent() {
    return sent.isEmpty() ? next() : sent.get(sent.size() - 1 - random.nextInt(sent.size()));
  }

  private void repeat() {
    Message again = anySent();
    send(random.nextBoolean() ? again : again.sounding(otherSound()), random.nextInt(3));
  }

  private Sound otherSound() {
    return new Sound(LOUDNESS[random.nextInt(LOUDNESS.length)], random.nextInt(1_000_000));
  }

  private void overlap() {
    long back = 1 + random.nextInt(2 * samplesMax);
    Message message = frame(Math.max(0, next - back), frameSamples());
    next = Math.max(next, message.firstSample() + message.samples());
    send(message, 0);
  }

  /** Ends its session; another one starts now. */
  private void restart(long other) {
    sessions.add(new long[] {session, next});
    sessionStartMicros += Dating.lasting(next, sampleRateHz);
    session = other;
  }

  /** Goes on with an earlier session, at where it stood or elsewhere. */
  private void comeBack() {
    if (sessions.isEmpty()) {
      restart(random.nextInt(10));
      next = 0;
    } else {
      long[] earlier = sessions.get(random.nextInt(sessions.size()));
      restart(earlier[0]);
      next =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> Math.max(0, earlier[1] - random.nextInt(2 * samplesMax));
            case 2 -> earlier[1] + random.nextInt(2 * samplesMax);
            default -> earlier[1];
          };
    }
    send(next(), 0);
    send(next(), 0);
  }

  private long clockStep() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextLong(-490_000, 490_000);
      case 1 -> (random.nextBoolean() ? 1 : -1) * (500_000L + random.nextInt(-1, 2));
      case 2 -> random.nextLong(-100_000, 100_000) * SECOND_MICROS;
      default -> random.nextLong(-20 * SECOND_MICROS, 20 * SECOND_MICROS);
    };
  }

  /** A frame with another session, another place, or both; the node itself goes on as it was. */
  private Message stray() {
    Message right = frame(next, frameSamples());
    int what = 1 + random.nextInt(3);
    long strayed = (what & 1) == 0 ? session : straySession();
    long first = (what & 2) == 0 ? next : strayFirst();
    return right.at(strayed, first);
  }

  private long straySession() {
    return sessions.isEmpty() || random.nextBoolean()
        ? random.nextInt(12)
        : sessions.get(random.nextInt(sessions.size()))[0];
  }

  private long strayFirst() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextLong(next + 1);
      case 2 -> next + random.nextLong(4L * sampleRateHz);
      default -> random.nextLong(1L << 17 + random.nextInt(35));
    };
  }

  /** Two that agree with each other, or nearly. */
  private void strayTwice() {
    Message first = stray();
    long behind = random.nextInt(4) == 0 ? random.nextInt(-2, 3) : 0;
    long longest = random.nextInt(4) == 0 ? 2L * sampleRateHz : 0;
    Message second =
        first
            .lasting(frameSamples())
            .sounding(otherSound())
            .at(
                first.session(),
                Math.max(0, first.firstSample() + first.samples() + longest + behind));
    send(first, 0);
    send(second, 0);
  }

  private void damage() {
    Damage[] all = Damage.values();
    Message right = next();
    Damage damage = all[1 + random.nextInt(all.length - 1)];
    send(right.damaged(damage, random.nextInt(1 << 20)), 0);
    if (random.nextBoolean()) {
      send(right, random.nextInt(3));
    }
  }

  /** Where counters and clocks end. */
  private void goToTheEdge() {
    switch (random.nextInt(5)) {
      case 0 -> {
        Message right = frame(next, frameSamples());
        send(right.at(session, LAST_SAMPLE - right.samples() + random.nextInt(-1, 3)), 0);
      }
      case 1 -> send(frame(next, frameSamples()).at(session, -1 - random.nextInt(2)), 0);
      case 2 -> {
        sessionStartMicros =
            micros(Instant.parse("2200-01-01T00:00:00Z"))
                - Dating.lasting(next, sampleRateHz)
                + random.nextInt(-1, 2);
        send(next(), 0);
      }
      case 3 -> { // a day ahead of the record's timestamp is the most
        Message right = next();
        long dayBefore = right.capturedAtMicros() / 1_000 - Duration.ofDays(1).toMillis();
        send(right.stamped(Math.max(0, dayBefore + random.nextInt(-1, 3))), 0);
      }
      default -> {
        sessionStartMicros = -Dating.lasting(next, sampleRateHz) + random.nextInt(-1, 2);
        send(next(), 0);
      }
    }
  }
}
