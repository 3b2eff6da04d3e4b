package dev.earshot.processor.simulation;

import dev.earshot.contracts.SingleObject;
import dev.earshot.v1.NodeProfile;
import java.util.Optional;

/** One thing that happens in a partition's life. */
sealed interface Step {
  /** A record of the topic of frames. */
  record Sent(Message message) implements Step {
    @Override
    public String toString() {
      return message.toString();
    }
  }

  /** A record of the topic of frames, at whose windows the scorer fails. */
  record SentToFail(Message message) implements Step {
    @Override
    public String toString() {
      return message + "; the scorer fails at it";
    }
  }

  /**
   * A record of the topic of profiles.
   *
   * @param profile empty where it is taken back
   */
  record Said(String nodeId, Optional<NodeProfile> profile) implements Step {
    /** The records' timestamp: that of all is the same. */
    static final long AT_MS = HostileNode.START.toEpochMilli();

    private static final SingleObject<NodeProfile> CODEC = SingleObject.of(NodeProfile.class);

    /** The record's value where it has one. */
    byte[] encoded() {
      return CODEC.encode(profile.orElseThrow());
    }

    @Override
    public String toString() {
      return "an operator says of "
          + nodeId
          + ": "
          + profile.map(Object::toString).orElse("nothing any more");
    }
  }

  /** What came out since the last time counts from here on. */
  record Committed() implements Step {
    @Override
    public String toString() {
      return "the transaction is committed";
    }
  }

  /** Committed, and another instance goes on from the changelog. */
  record HandedOver() implements Step {
    @Override
    public String toString() {
      return "the transaction is committed, another processor goes on from the changelog";
    }
  }

  /** The processor dies, and what was not committed with it; the records since come again. */
  record Crashed() implements Step {
    @Override
    public String toString() {
      return "the processor dies, the transaction is aborted, another begins it again";
    }
  }
}
