package dev.earshot.processor.simulation;

import dev.earshot.processor.simulation.Simulation.Failure;
import dev.earshot.v1.PcmEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Makes a failing life as short and simple as it gets by leaving out steps, in large pieces first
 * (delta debugging, Zeller and Hildebrandt 2002), and by making plainer what is left.
 */
final class Shrinker {
  private final Supplier<Processors> processors;
  private Life smallest;
  private Failure failure;

  private Shrinker(Life life, Supplier<Processors> processors, Failure failure) {
    this.processors = processors;
    this.smallest = life;
    this.failure = failure;
  }

  /** A small life that fails too, and how. */
  record Shrunk(Life life, Failure failure) {}

  static Shrunk shrink(Life life, Supplier<Processors> processors, Failure failure) {
    Shrinker shrinker = new Shrinker(life, processors, failure);
    shrinker.keep(life.with(life.steps().subList(0, failure.step() + 1)));
    int before;
    do {
      before = shrinker.smallest.steps().size();
      shrinker.leaveOut();
      shrinker.join();
      shrinker.makePlainer();
      shrinker.keep(shrinker.smallest.unsigned());
      shrinker.smallest.models().forEach(model -> shrinker.keep(shrinker.smallest.with(model)));
    } while (shrinker.smallest.steps().size() < before);
    return new Shrunk(shrinker.smallest, shrinker.failure);
  }

  /** Takes it for the smallest if it fails. */
  private boolean keep(Life life) {
    Optional<Failure> fails = Simulation.run(life, processors.get());
    fails.ifPresent(
        how -> {
          smallest = life;
          failure = how;
        });
    return fails.isPresent();
  }

  private void leaveOut() {
    for (int piece = smallest.steps().size(); piece >= 1; piece /= 2) {
      int at = 0;
      while (at < smallest.steps().size()) {
        List<Step> left = new ArrayList<>(smallest.steps());
        left.subList(at, Math.min(at + piece, left.size())).clear();
        at += keep(smallest.with(left)) ? 0 : piece;
      }
    }
  }

  /** One frame in place of two of which the second follows on the first. */
  private void join() {
    int at = 0;
    while (at + 1 < smallest.steps().size()) {
      at += joined(at).filter(this::keep).isPresent() ? 0 : 1;
    }
  }

  private Optional<Life> joined(int at) {
    if (smallest.steps().get(at) instanceof Step.Sent first
        && smallest.steps().get(at + 1) instanceof Step.Sent second
        && second.message().follows(first.message())) {
      int samples = first.message().samples() + second.message().samples();
      List<Step> steps = new ArrayList<>(smallest.steps());
      steps.set(at, new Step.Sent(first.message().lasting(samples)));
      steps.remove(at + 1);
      return Optional.of(smallest.with(steps));
    }
    return Optional.empty();
  }

  private void makePlainer() {
    for (int at = 0; at < smallest.steps().size(); at++) {
      int step = at;
      change(step, message -> message.sounding(new Sound(message.sound().amplitude(), 0)));
      change(step, message -> message.sounding(new Sound(0, 0)));
      change(step, message -> message.damaged(Damage.NONE, 0));
      change(step, message -> message.in(PcmEncoding.PCM_S16LE));
      change(step, message -> message.lasting(smallest.sampleRateHz() / 100));
    }
  }

  private void change(int at, UnaryOperator<Message> plainer) {
    if (smallest.steps().get(at) instanceof Step.Sent sent) {
      Message changed = plainer.apply(sent.message());
      if (!changed.equals(sent.message())) {
        List<Step> steps = new ArrayList<>(smallest.steps());
        steps.set(at, new Step.Sent(changed));
        keep(smallest.with(steps));
      }
    }
  }
}
