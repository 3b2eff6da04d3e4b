package dev.earshot.processor.simulation;

import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.processor.simulation.Happening.Begins;
import dev.earshot.processor.simulation.Happening.Ends;
import dev.earshot.processor.simulation.Happening.Hears;
import dev.earshot.processor.simulation.Happening.Misses;
import dev.earshot.v1.AlarmState;
import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.AnomalyPhase;
import dev.earshot.v1.EndReason;
import dev.earshot.v1.WindowScore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What must come of a node's sound, by "The decision" of docs/architecture.md: its windows are
 * those of each stretch in one go, its alarms are decided on window by window.
 */
final class PlainListener {
  private final Hearing hearing;
  private final DecisionConfig config;
  private final FrontEndConfig frontEnd;
  private final String nodeId;
  private final List<Expected> expected;

  // where the story stands
  private Happening now;
  private long session;
  private long next;
  private Deque<PlainWindow> windows;
  private long runStart;
  private Dating dating;

  // the decision
  private Optional<PlainAlarm> alarm = Optional.empty();
  private boolean heardBefore;
  private float smoothed;
  private long lastEnd;

  /**
   * @param expected takes what must come, by step
   */
  PlainListener(Hearing hearing, String nodeId, List<Expected> expected) {
    this.hearing = hearing;
    this.config = hearing.metadata().decision();
    this.frontEnd = hearing.metadata().frontEnd();
    this.nodeId = nodeId;
    this.expected = expected;
  }

  void listen(List<Happening> story) {
    Deque<Deque<PlainWindow>> runs = windowsByRun(story);
    for (Happening happening : story) {
      now = happening;
      if (happening.what() instanceof Begins begins) {
        session = begins.session();
        next = begins.firstSample();
        startFrontEnd(runs);
        alarm = Optional.empty();
        heardBefore = false;
      } else if (happening.what() instanceof Misses misses) {
        next += misses.samples();
        startFrontEnd(runs);
        misses(misses.samples());
      } else if (happening.what() instanceof Hears hears) {
        next += hears.samples().length;
        dating = hears.dating();
        while (!windows.isEmpty() && runStart + windows.peek().endSample() <= next) {
          decide(windows.remove());
        }
      } else if (happening.what() instanceof Ends ends) {
        end(ends.reason());
      }
    }
  }

  private void startFrontEnd(Deque<Deque<PlainWindow>> runs) {
    runStart = next;
    windows = runs.remove();
  }

  /** The windows between two starts of the front-end, for each start. */
  private Deque<Deque<PlainWindow>> windowsByRun(List<Happening> story) {
    List<List<float[]>> runs = new ArrayList<>();
    for (Happening happening : story) {
      if (happening.what() instanceof Begins || happening.what() instanceof Misses) {
        runs.add(new ArrayList<>());
      } else if (happening.what() instanceof Hears hears) {
        runs.get(runs.size() - 1).add(hears.samples());
      }
    }
    Deque<Deque<PlainWindow>> windows = new ArrayDeque<>();
    runs.forEach(run -> windows.add(new ArrayDeque<>(PlainWindow.in(joined(run), hearing))));
    return windows;
  }

  private static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private double seconds(long samples) {
    return (double) samples / frontEnd.sampleRateHz();
  }

  private void misses(long samples) {
    if (alarm.isPresent() && !alarm.get().isOpen()) {
      alarm = Optional.empty();
    } else if (seconds(samples) > config.longestGapSeconds()) {
      end(EndReason.SAMPLES_LOST);
    }
  }

  private void end(EndReason reason) {
    alarm
        .filter(PlainAlarm::isOpen)
        .ifPresent(open -> tell(open, Optional.of(reason), open.endSample()));
    alarm = Optional.empty();
  }

  private void decide(PlainWindow window) {
    long end = runStart + window.endSample();
    smooth(window.score(), end);
    int stride = hearing.metadata().strideColumns() * frontEnd.hopSamples();
    PlainAlarm own = alarm.orElseGet(() -> new PlainAlarm(end - stride, frontEnd.sampleRateHz()));
    boolean below = own.isOpen() && smoothed < now.profile().close(config);
    own.add(window, end, below);
    alarm = own.isOpen() ? goOn(own) : consider(own, window.score());
    score(window, end);
  }

  private void smooth(float score, long end) {
    if (heardBefore && config.smoothingSeconds() > 0) {
      double kept = StrictMath.exp(-seconds(end - lastEnd) / config.smoothingSeconds());
      smoothed = (float) (score + kept * (smoothed - score));
    } else {
      smoothed = score;
    }
    heardBefore = true;
    lastEnd = end;
  }

  /** Pending or not, after one more window. */
  private Optional<PlainAlarm> consider(PlainAlarm own, float score) {
    boolean above = smoothed >= now.profile().open(config);
    boolean forLongEnough = own.hasStayed(config.forSeconds(), own.firstSample());
    if (score >= now.profile().immediate(config) || above && forLongEnough) {
      own.opens(dating.of(own.firstSample()));
      tell(own, Optional.empty(), own.lastSample());
      return Optional.of(own);
    }
    return Optional.of(own).filter(pending -> above);
  }

  /** Open or not any more, after one more window. */
  private Optional<PlainAlarm> goOn(PlainAlarm own) {
    if (own.isClosing() && own.hasStayed(config.keepFiringForSeconds(), own.fellAtSample())) {
      tell(own, Optional.of(EndReason.SCORE_FELL), own.fellAtSample());
      return Optional.empty();
    }
    if (own.hasStayed(config.longestDurationSeconds(), own.firstSample())) {
      tell(own, Optional.of(EndReason.LONGEST_DURATION), own.lastSample());
      return Optional.empty();
    }
    if (own.isDueToBeTold(config)) {
      own.isTold();
      tell(own, Optional.empty(), own.lastSample());
    }
    return Optional.of(own);
  }

  private String idOf(PlainAlarm one) {
    return nodeId + ":" + session + ":" + one.firstSample();
  }

  /**
   * @param closed why, if it is
   * @param last the sample at which it ends, or up to which it has lasted
   */
  private void tell(PlainAlarm one, Optional<EndReason> closed, long last) {
    AnomalyPhase phase =
        closed.isPresent()
            ? AnomalyPhase.CLOSED
            : one.revision() == 0 ? AnomalyPhase.OPENED : AnomalyPhase.ONGOING;
    expected
        .get(now.step())
        .anomalies
        .add(
            AnomalyEvent.newBuilder()
                .setAnomalyId(idOf(one))
                .setNodeId(nodeId)
                .setSession(session)
                .setFirstSample(one.firstSample())
                .setPhase(phase)
                .setRevision(one.revision() + (closed.isPresent() ? 1 : 0))
                .setStartedAt(timeOf(one.firstSample(), one))
                .setUpdatedAt(timeOf(one.lastSample(), one))
                .setEndedAt(closed.map(reason -> timeOf(last, one)).orElse(null))
                .setEndReason(closed.orElse(null))
                .setDurationS(seconds(last - one.firstSample()))
                .setPeakScore(one.peakScore())
                .setMeanScore(one.meanScore())
                .setLevel(PlainWindow.level(one.hops(), now.profile().calibrationOffsetDb()))
                .setModelId(hearing.modelId())
                .setThreshold(now.profile().open(config))
                .build());
  }

  /** By counting from its start, whatever the node's clock does meanwhile. */
  private Instant timeOf(long sample, PlainAlarm one) {
    return instant(
        one.startedMicros() + Dating.lasting(sample - one.firstSample(), frontEnd.sampleRateHz()));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private void score(PlainWindow window, long end) {
    Optional<PlainAlarm> open = alarm.filter(PlainAlarm::isOpen);
    expected
        .get(now.step())
        .scores
        .add(
            WindowScore.newBuilder()
                .setNodeId(nodeId)
                .setSession(session)
                .setFirstSample(end - frontEnd.samplesOf(hearing.metadata().windowColumns()))
                .setWindowEndAt(instant(dating.of(end)))
                .setScore(window.score())
                .setSmoothedScore(smoothed)
                .setState(state())
                .setAnomalyId(open.map(this::idOf).orElse(null))
                .setLevel(PlainWindow.level(window.hops(), now.profile().calibrationOffsetDb()))
                .setModelId(hearing.modelId())
                .build());
  }

  private AlarmState state() {
    if (alarm.isEmpty()) {
      return AlarmState.QUIET;
    }
    if (!alarm.get().isOpen()) {
      return AlarmState.PENDING;
    }
    return alarm.get().isClosing() ? AlarmState.CLOSING : AlarmState.OPEN;
  }
}
