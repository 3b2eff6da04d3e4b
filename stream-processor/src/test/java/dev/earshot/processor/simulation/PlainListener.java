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
  private final String nodeId;
  private final List<Expected> expected;

  /** What is heard from one start of the front-end to the next. */
  private record Run(Hearing hearing, List<float[]> parts) {
    Deque<PlainWindow> windows() {
      float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
      int at = 0;
      for (float[] part : parts) {
        System.arraycopy(part, 0, all, at, part.length);
        at += part.length;
      }
      return new ArrayDeque<>(PlainWindow.in(all, hearing));
    }
  }

  // where the story stands
  private Happening now;
  private Hearing hearing;
  private DecisionConfig config;
  private FrontEndConfig frontEnd;
  private long session;
  private long next;
  private Deque<PlainWindow> windows;
  private long runStart;
  private Dating dating;

  // the decision
  private Optional<PlainAlarm> alarm = Optional.empty();
  private boolean heardBefore;
  private float smoothed;
  private AnomalyEvent toldLast;
  private long lastEnd;

  /**
   * @param expected takes what must come, by step
   */
  PlainListener(String nodeId, List<Expected> expected) {
    this.nodeId = nodeId;
    this.expected = expected;
  }

  void listen(List<Happening> story) {
    Deque<Deque<PlainWindow>> runs = windowsByRun(story);
    for (Happening happening : story) {
      now = happening;
      if (happening.what() instanceof Begins begins) {
        begin(begins);
        startFrontEnd(runs);
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

  private void begin(Begins begins) {
    hearing = begins.hearing();
    config = hearing.decision();
    frontEnd = hearing.metadata().frontEnd();
    session = begins.session();
    next = begins.firstSample();
    alarm = Optional.empty();
    heardBefore = false;
  }

  private void startFrontEnd(Deque<Deque<PlainWindow>> runs) {
    runStart = next;
    windows = runs.remove();
  }

  /** The windows between two starts of the front-end, for each start. */
  private Deque<Deque<PlainWindow>> windowsByRun(List<Happening> story) {
    List<Run> runs = new ArrayList<>();
    for (Happening happening : story) {
      if (happening.what() instanceof Begins begins) {
        runs.add(new Run(begins.hearing(), new ArrayList<>()));
      } else if (happening.what() instanceof Misses) {
        runs.add(new Run(runs.get(runs.size() - 1).hearing, new ArrayList<>()));
      } else if (happening.what() instanceof Hears hears) {
        runs.get(runs.size() - 1).parts.add(hears.samples());
      }
    }
    Deque<Deque<PlainWindow>> windows = new ArrayDeque<>();
    runs.forEach(run -> windows.add(run.windows()));
    return windows;
  }

  private PlainProfile.Thresholds thresholds() {
    return now.profile().thresholds(config);
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
    if (reason == EndReason.MODEL_CHANGED) {
      alarm.filter(PlainAlarm::isOpen).ifPresent(open -> endAsToldLast(reason));
    } else {
      alarm
          .filter(PlainAlarm::isOpen)
          .ifPresent(open -> tell(open, Optional.of(reason), open.endSample()));
    }
    alarm = Optional.empty();
  }

  /** Its sound is gone: all that is known is what was told. */
  private void endAsToldLast(EndReason reason) {
    add(
        AnomalyEvent.newBuilder(toldLast)
            .setPhase(AnomalyPhase.CLOSED)
            .setRevision(toldLast.getRevision() + 1)
            .setEndedAt(toldLast.getUpdatedAt())
            .setEndReason(reason)
            .build());
  }

  private void add(AnomalyEvent event) {
    toldLast = event;
    expected.get(now.step()).anomalies.add(event);
  }

  private void decide(PlainWindow window) {
    long end = runStart + window.endSample();
    smooth(window.score(), end);
    int stride = hearing.metadata().strideColumns() * frontEnd.hopSamples();
    PlainAlarm own = alarm.orElseGet(() -> new PlainAlarm(end - stride, frontEnd.sampleRateHz()));
    boolean below = own.isOpen() && smoothed < thresholds().close();
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
    boolean above = smoothed >= thresholds().open();
    boolean forLongEnough = own.hasStayed(config.forSeconds(), own.firstSample());
    boolean wouldOpen = score >= thresholds().immediate() || above && forLongEnough;
    if (wouldOpen && now.profile().alarmsAreOff()) {
      boolean beginsAnew = own.hasStayed(config.longestDurationSeconds(), own.firstSample());
      return Optional.of(own).filter(pending -> above && !beginsAnew);
    }
    if (wouldOpen) {
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
    add(
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
            .setThreshold(thresholds().open())
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
