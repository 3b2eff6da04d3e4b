package dev.earshot.trainer.network;

import ai.djl.training.tracker.Tracker;

/** The learning rate, which DJL asks for at every step and the trainer changes between epochs. */
final class LearningRate implements Tracker {
  private Tracker course;
  private float factor = 1;

  LearningRate(Tracker course) {
    this.course = course;
  }

  /** Multiplies all of what is to come. */
  void reduce(float by) {
    factor *= by;
  }

  /** Another course from now on. */
  void become(Tracker other) {
    course = other;
    factor = 1;
  }

  /**
   * The rate of a step.
   *
   * @param updates steps taken with it, from 1
   */
  @Override
  public float getNewValue(int updates) {
    return factor * course.getNewValue(updates);
  }
}
