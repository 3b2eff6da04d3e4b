package dev.earshot.city.torture;

/**
 * Something that breaks, as a story told to the {@link Rig}: what happens to whom and when it is
 * mended, not how all come round again, which is the same for all of them. Processors are 0 and 1,
 * brokers 0 to 2. Immutable; its text is for people.
 */
sealed interface Fault {
  /** Breaks it, and mends what does not mend itself. */
  void inject(Rig rig);

  /** Whether this machine has the means. */
  default boolean isPossible(Rig rig) {
    return true;
  }

  /** What sort of fault, as the report calls it. */
  String kind();

  private static String nameOfProcessor(int index) {
    return "processor " + (index + 1);
  }

  private static String nameOfBroker(int index) {
    return "broker " + (index + 1);
  }

  private static String when(boolean atOnce) {
    return atOnce ? "restarted at once" : "restarted once it has been missed";
  }

  /** A processor is killed. */
  record KillProcessor(int processor, boolean restartAtOnce) implements Fault {
    @Override
    public void inject(Rig rig) {
      rig.killProcessor(processor);
      if (!restartAtOnce) {
        rig.awaitWorkedOff();
      }
      rig.startProcessor(processor);
    }

    @Override
    public String kind() {
      return "kill_processor";
    }

    @Override
    public String toString() {
      return nameOfProcessor(processor) + " is killed, " + when(restartAtOnce);
    }
  }

  /** Both are killed at the same time: nobody is there to take over. */
  record KillBothProcessors() implements Fault {
    @Override
    public void inject(Rig rig) {
      rig.killProcessor(0);
      rig.killProcessor(1);
      rig.startProcessor(0);
      rig.startProcessor(1);
    }

    @Override
    public String kind() {
      return "kill_both_processors";
    }

    @Override
    public String toString() {
      return "both processors are killed";
    }
  }

  /**
   * A processor stands still until its transaction has timed out and the other one has its work,
   * and then goes on with what it was about to write.
   */
  record StopProcessor(int processor) implements Fault {
    @Override
    public void inject(Rig rig) {
      rig.stopProcessor(processor);
      rig.awaitTransactionsTimedOut();
      rig.awaitWorkedOff();
      rig.continueProcessor(processor);
    }

    @Override
    public String kind() {
      return "stop_processor";
    }

    @Override
    public String toString() {
      return nameOfProcessor(processor) + " stands still for longer than its transaction may last";
    }
  }

  /** A broker is killed. */
  record KillBroker(int broker, boolean restartAtOnce) implements Fault {
    @Override
    public void inject(Rig rig) {
      rig.killBroker(broker);
      if (!restartAtOnce) {
        rig.awaitBrokerMissed();
      }
      rig.startBroker(broker);
    }

    @Override
    public String kind() {
      return "kill_broker";
    }

    @Override
    public String toString() {
      return nameOfBroker(broker) + " is killed, " + when(restartAtOnce);
    }
  }

  /** A broker stands still until the others have taken it for dead, and then goes on. */
  record StopBroker(int broker) implements Fault {
    @Override
    public void inject(Rig rig) {
      rig.stopBroker(broker);
      rig.awaitBrokerMissed();
      rig.continueBroker(broker);
    }

    @Override
    public String kind() {
      return "stop_broker";
    }

    @Override
    public String toString() {
      return nameOfBroker(broker) + " stands still until it is taken for dead";
    }
  }

  /** A machine with a processor and a broker on it is gone. */
  record KillProcessorAndBroker(int processor, int broker) implements Fault {
    @Override
    public void inject(Rig rig) {
      rig.killBroker(broker);
      rig.killProcessor(processor);
      rig.awaitBrokerMissed();
      rig.startBroker(broker);
      rig.startProcessor(processor);
    }

    @Override
    public String kind() {
      return "kill_processor_and_broker";
    }

    @Override
    public String toString() {
      return nameOfProcessor(processor)
          + " and "
          + nameOfBroker(broker)
          + " are killed at the same time";
    }
  }

  /**
   * A processor's disk is full: it is started anew on it, or has to take over what the other one
   * did.
   *
   * @param processor whose disk it is
   * @param takesOver whether the other one is killed instead of this one
   */
  record FillDisk(int processor, boolean takesOver) implements Fault {
    @Override
    public void inject(Rig rig) {
      int killed = takesOver ? 1 - processor : processor;
      rig.fillDisk(processor);
      rig.killProcessor(killed);
      rig.startProcessor(killed);
      rig.awaitWorkedOff();
      rig.freeDisk(processor);
    }

    @Override
    public boolean isPossible(Rig rig) {
      return rig.canFillDisk(processor);
    }

    @Override
    public String kind() {
      return "fill_disk";
    }

    @Override
    public String toString() {
      return "the disk of "
          + nameOfProcessor(processor)
          + " is full and "
          + (takesOver ? "the other one" : "it")
          + " is killed, restarted at once";
    }
  }

  /** Both are ended, one after the other, and come back as another version. */
  record RollingUpgrade() implements Fault {
    @Override
    public void inject(Rig rig) {
      rig.upgradeProcessor(0);
      rig.upgradeProcessor(1);
    }

    @Override
    public String kind() {
      return "rolling_upgrade";
    }

    @Override
    public String toString() {
      return "the processors are upgraded, one after the other";
    }
  }
}
