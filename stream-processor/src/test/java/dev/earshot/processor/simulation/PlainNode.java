package dev.earshot.processor.simulation;

import dev.earshot.acoustics.model.ModelMetadata;
import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.processor.simulation.Life.Shift;
import dev.earshot.processor.simulation.PlainPartition.Moment;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.NodeStatusKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One node by the rules of "Where does it belong?" and "When was it?": which of its samples are
 * heard, what is counted, which statuses are told. What is made of the sound is left to its {@link
 * #story}.
 */
final class PlainNode {
  private static final int GAPS_REMEMBERED = 4;
  private static final int SESSIONS_REMEMBERED = 4;
  private static final long HALF_A_SECOND_MICROS = 500_000;

  /** Where a frame belongs, by the first column of the rules' table. */
  enum Place {
    FIRST_OF_THE_NODE,
    IN_SEQUENCE,
    BEFORE_NEXT,
    JUMP_OF_WHICH_THE_CLOCK_KNOWS_NOTHING,
    JUMP_NOT_BELIEVED,
    RESTART,
    ENDED_SESSION,
    SESSION_NOT_BELIEVED,
    /** The node has signed it, and newer things since. */
    REPLAY
  }

  private record Ended(long session, long stoodAt) {}

  private final String id;
  private final List<Shift> models;
  private final boolean signed;
  private final List<Happening> story = new ArrayList<>();

  private final PlainSkew skew = new PlainSkew();

  /** The one in use, and since when it is. */
  private Shift model;

  private boolean known;
  private long heard;
  private long lost;
  private long duplicate;
  private long late;
  private long restarts;
  private long heardAtLastListening;

  /** The end of what was captured last, by the node's clock. */
  private long newestMicros;

  // of the session
  private long session;
  private long next;
  private int encoding;
  private Dating dating;
  private final List<Ended> endedSessions = new ArrayList<>();

  /** What is missing in the session, by position. */
  private List<Stretch> gaps = new ArrayList<>();

  /** The frame that was not believed, until the stream goes on. */
  private Optional<PlainFrame> claim = Optional.empty();

  // of the partition's clock
  private boolean silent;
  private long heardAtClock;

  /** The sample at which the node's own count last agreed with the clock, and what that said. */
  private long tiedSample;

  private long tiedClock;

  /** Samples since the front-end last started anew. */
  private long run;

  PlainNode(String id, Life life) {
    this.id = id;
    this.models = life.models();
    this.signed = life.signaturesRequired();
    this.model = models.get(0);
  }

  String id() {
    return id;
  }

  List<Happening> story() {
    return story;
  }

  long heardAtClock() {
    return heardAtClock;
  }

  long newestMicros() {
    return newestMicros;
  }

  boolean isHeard() {
    return known;
  }

  boolean isSilent() {
    return silent;
  }

  private int sampleRateHz() {
    return model.hearing().sampleRateHz();
  }

  private long twoSeconds() {
    return 2L * sampleRateHz();
  }

  Place placeOf(PlainFrame frame) {
    if (!known) {
      return Place.FIRST_OF_THE_NODE;
    }
    if (frame.session() != session) {
      return signed && frame.capturedAtMicros() < newestMicros
          ? Place.REPLAY
          : placeInAnotherSession(frame);
    }
    if (frame.end() <= next) {
      return Place.BEFORE_NEXT;
    }
    long ahead = frame.firstSample() - next;
    if (ahead <= twoSeconds() || clockWentOnBy(ahead, frame)) {
      return Place.IN_SEQUENCE;
    }
    return agreesWithTheClaim(frame)
        ? Place.JUMP_OF_WHICH_THE_CLOCK_KNOWS_NOTHING
        : Place.JUMP_NOT_BELIEVED;
  }

  private Place placeInAnotherSession(PlainFrame frame) {
    Optional<Ended> ended =
        endedSessions.stream().filter(one -> one.session == frame.session()).findFirst();
    if (ended.isPresent()) {
      boolean goesOn = frame.firstSample() >= ended.get().stoodAt;
      return goesOn && agreesWithTheClaim(frame) ? Place.RESTART : Place.ENDED_SESSION;
    }
    return frame.firstSample() == 0 || agreesWithTheClaim(frame)
        ? Place.RESTART
        : Place.SESSION_NOT_BELIEVED;
  }

  /** Within 0.5 s and a hundredth of the jump. */
  private boolean clockWentOnBy(long ahead, PlainFrame frame) {
    long jumpMicros = Dating.lasting(ahead, sampleRateHz());
    long wentOnMicros = frame.capturedAtMicros() - dating.of(next);
    return Math.abs(wentOnMicros - jumpMicros) <= HALF_A_SECOND_MICROS + jumpMicros / 100;
  }

  /** Starts where the frame that was not believed ended, or up to 2 s behind. */
  private boolean agreesWithTheClaim(PlainFrame frame) {
    return claim
        .filter(refused -> refused.session() == frame.session())
        .map(refused -> frame.firstSample() - refused.end())
        .filter(behind -> 0 <= behind && behind <= twoSeconds())
        .isPresent();
  }

  /** What the clock says if only this frame is asked; it goes on by a silence and 2 s at most. */
  long clockAfter(PlainFrame frame, Place place, long clock, long silenceSamples) {
    return place == Place.IN_SEQUENCE
        ? Math.min(ownCount(frame), clock + silenceSamples + twoSeconds())
        : clock;
  }

  private long ownCount(PlainFrame frame) {
    return tiedClock + frame.end() - tiedSample;
  }

  /** Whether a window ends in what is heard of the frame. */
  boolean completesAWindow(PlainFrame frame, Place place) {
    return switch (place) {
      case FIRST_OF_THE_NODE, RESTART -> windowsIn(frame.count(), modelOf(frame)) > 0;
      case IN_SEQUENCE, JUMP_OF_WHICH_THE_CLOCK_KNOWS_NOTHING -> {
        boolean startsAnew =
            frame.firstSample() > next || frame.encoding() != encoding || isAnother(modelOf(frame));
        long before = startsAnew ? 0 : run;
        long heard = frame.end() - Math.max(next, frame.firstSample());
        yield windowsIn(before + heard, modelOf(frame)) > windowsIn(before, modelOf(frame));
      }
      default -> false;
    };
  }

  private static long windowsIn(long samples, Shift shift) {
    ModelMetadata model = shift.hearing().metadata();
    int columns = model.frontEnd().columnsIn(Math.toIntExact(samples));
    int beyondTheFirst = columns - model.windowColumns();
    return beyondTheFirst < 0 ? 0 : 1 + beyondTheFirst / model.strideColumns();
  }

  /** That of the record's time; it goes back to none. */
  private Shift modelOf(PlainFrame frame) {
    long time = Math.max(frame.stampedMs(), model.fromMs());
    return models.stream()
        .filter(shift -> shift.fromMs() <= time)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private boolean isAnother(Shift shift) {
    return shift.hearing() != model.hearing();
  }

  /** Whatever the frame is: what was heard so far is dropped if the model is another. */
  void usesModelOf(PlainFrame frame, Moment at) {
    Shift before = model;
    model = modelOf(frame);
    if (known && model.hearing() != before.hearing()) {
      tell(at, new Happening.Ends(EndReason.MODEL_CHANGED));
      startsAnew(at);
    }
  }

  void takes(PlainFrame frame, Place place, long clock, Moment at) {
    switch (place) {
      case FIRST_OF_THE_NODE, RESTART -> begins(frame, clock, at);
      case IN_SEQUENCE -> {
        if (ownCount(frame) > clock) {
          tie(frame, clock);
        }
        goesOn(frame, clock, at);
      }
      case JUMP_OF_WHICH_THE_CLOCK_KNOWS_NOTHING -> {
        tie(frame, clock);
        goesOn(frame, clock, at);
      }
      case BEFORE_NEXT -> {
        boolean wasMissing = comesAgain(new Stretch(frame.firstSample(), frame.end()), at);
        if (signed && !wasMissing) {
          at.refuse().accept(Reason.REPLAYED);
        }
      }
      case REPLAY -> at.refuse().accept(Reason.REPLAYED);
      case ENDED_SESSION -> {
        late += frame.count();
        isNotBelieved(frame, Reason.ENDED_SESSION, at);
      }
      case SESSION_NOT_BELIEVED -> isNotBelieved(frame, Reason.UNPROVEN_SESSION, at);
      case JUMP_NOT_BELIEVED -> isNotBelieved(frame, Reason.WRONG_POSITION, at);
    }
  }

  private void isNotBelieved(PlainFrame frame, Reason reason, Moment at) {
    claim = Optional.of(frame);
    at.refuse().accept(reason);
  }

  /** Its end is now, by the clock. */
  private void tie(PlainFrame frame, long clock) {
    tiedSample = frame.end();
    tiedClock = clock;
  }

  private void begins(PlainFrame frame, long clock, Moment at) {
    boolean restarts = known;
    if (restarts) {
      tell(at, new Happening.Ends(EndReason.NODE_RESTARTED));
      endedSessions.removeIf(one -> one.session == frame.session());
      endedSessions.add(new Ended(session, next));
      if (endedSessions.size() > SESSIONS_REMEMBERED) {
        endedSessions.remove(0);
      }
      this.restarts++;
    }
    known = true;
    session = frame.session();
    next = frame.firstSample();
    encoding = frame.encoding();
    dating = new Dating(frame.firstSample(), frame.capturedAtMicros(), sampleRateHz());
    gaps = new ArrayList<>();
    skew.clear();
    tie(frame, clock);
    startsAnew(at);
    status(restarts ? NodeStatusKind.RESTARTED : NodeStatusKind.FIRST_HEARD, at);
    goesOn(frame, clock, at);
  }

  private void startsAnew(Moment at) {
    run = 0;
    tell(at, new Happening.Begins(session, next, model.hearing()));
  }

  private void goesOn(PlainFrame frame, long clock, Moment at) {
    claim = Optional.empty();
    heardAtClock = clock;
    if (silent) {
      silent = false;
      status(NodeStatusKind.BACK, at);
    }
    if (frame.firstSample() > next) {
      misses(new Stretch(next, frame.firstSample()), at);
    } else if (frame.firstSample() < next) {
      comesAgain(new Stretch(frame.firstSample(), next), at);
    }
    if (frame.encoding() != encoding) {
      encoding = frame.encoding();
      tell(at, new Happening.Ends(EndReason.FORMAT_CHANGED));
      startsAnew(at);
      status(NodeStatusKind.FORMAT_CHANGED, at);
    }
    if (Math.abs(frame.capturedAtMicros() - dating.of(frame.firstSample()))
        > HALF_A_SECOND_MICROS) {
      dating = new Dating(frame.firstSample(), frame.capturedAtMicros(), sampleRateHz());
      skew.clear();
      status(NodeStatusKind.CLOCK_STEPPED, at);
    }
    long endMicros = frame.capturedAtMicros() + Dating.lasting(frame.count(), sampleRateHz());
    newestMicros = Math.max(newestMicros, endMicros);
    skew.add(endMicros, frame.stampedMs());
    hears(frame, at);
  }

  private void misses(Stretch gap, Moment at) {
    gaps.add(gap);
    forgetGaps();
    lost += gap.samples();
    next = gap.to();
    run = 0;
    tell(at, new Happening.Misses(gap.samples()));
    status(NodeStatusKind.SAMPLES_LOST, at);
  }

  private void forgetGaps() {
    gaps.sort(Comparator.comparing(Stretch::from));
    while (gaps.size() > GAPS_REMEMBERED) {
      gaps.remove(0);
    }
  }

  /** Whether any of it was missing. */
  private boolean comesAgain(Stretch stretch, Moment at) {
    long wasMissing = gaps.stream().mapToLong(stretch::in).sum();
    duplicate += stretch.samples() - wasMissing;
    if (wasMissing > 0) {
      late += wasMissing;
      lost -= wasMissing;
      List<Stretch> left = new ArrayList<>();
      gaps.forEach(gap -> left.addAll(gap.without(stretch)));
      gaps = left;
      forgetGaps();
      at.refuse().accept(Reason.LATE);
    }
    return wasMissing > 0;
  }

  private void hears(PlainFrame frame, Moment at) {
    float[] all = frame.samples();
    int from = Math.toIntExact(next - frame.firstSample());
    float[] news = java.util.Arrays.copyOfRange(all, from, all.length);
    next += news.length;
    heard += news.length;
    run += news.length;
    tell(at, new Happening.Hears(news, dating));
    if (heard - heardAtLastListening >= 10L * sampleRateHz()) {
      heardAtLastListening = heard;
      status(NodeStatusKind.LISTENING, at);
    }
  }

  void fallsSilent(Moment at) {
    silent = true;
    tell(at, new Happening.Ends(EndReason.NODE_SILENT));
    status(NodeStatusKind.SILENT, at);
  }

  void isForgotten(Moment at) {
    status(NodeStatusKind.FORGOTTEN, at);
  }

  private void tell(Moment at, Happening.What what) {
    story.add(new Happening(at.step(), at.profile(), what));
  }

  private void status(NodeStatusKind kind, Moment at) {
    at.expected()
        .statuses
        .add(
            NodeStatus.newBuilder()
                .setNodeId(id)
                .setKind(kind)
                .setAt(Instant.EPOCH.plus(dating.of(next), ChronoUnit.MICROS))
                .setSession(session)
                .setNextSample(next)
                .setSamplesHeard(heard)
                .setSamplesLost(lost)
                .setSamplesDuplicate(duplicate)
                .setSamplesLate(late)
                .setRestarts(restarts)
                .setClockOffsetMs(skew.offsetMs().orElse(null))
                .setClockDriftPpm(skew.driftPpm().orElse(null))
                .build());
  }
}
