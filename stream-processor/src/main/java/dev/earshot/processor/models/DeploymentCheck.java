package dev.earshot.processor.models;

import dev.earshot.acoustics.model.InvalidModelException;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.TfliteScorer;
import dev.earshot.contracts.ShownText;
import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.v1.ModelDeployment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * The border for models from outside: a record of the topic of models in, a {@link Deployment} that
 * can be used out, or the reason why it can't. Every instance comes to the same answer, and whoever
 * deploys asks the same before. Thread-safe.
 */
public final class DeploymentCheck {
  /** A model is announced at least so long before it is used: time for every instance to see it. */
  public static final Duration LEAD_MIN = Duration.ofSeconds(5);

  /** The largest model file that is deployed: what brokers take of a record by default, nearly. */
  public static final int FILE_BYTES_MAX = 900_000;

  private static final int WHY_CHARACTERS_MAX = 500;

  /** What came of looking. */
  public sealed interface Answer {}

  /** It can be used. */
  public record Right(Deployment deployment) implements Answer {}

  /**
   * It can't.
   *
   * @param why one line: what was found and what would have been right
   */
  public record Wrong(String why) implements Answer {
    /** Of what came in no more is quoted than fits a line. */
    public Wrong {
      why = ShownText.oneLine(why, WHY_CHARACTERS_MAX);
    }
  }

  private final SingleObject<ModelDeployment> codec = SingleObject.of(ModelDeployment.class);
  private final int sampleRateHz;

  /** For processors that hear at this rate. */
  public DeploymentCheck(int sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
  }

  /**
   * Looks at one record.
   *
   * @param key of the record
   * @param value not null: what takes a deployment back is none
   * @param announced the record's timestamp
   */
  public Answer look(String key, byte[] value, Instant announced) {
    try {
      return look(key, codec.decode(value), announced);
    } catch (UndecodableException e) {
      return new Wrong("it is no deployment: " + e.getMessage());
    }
  }

  private Answer look(String key, ModelDeployment said, Instant announced) {
    if (!said.getFrom().toString().equals(key)) {
      return new Wrong("its key is '" + key + "', it is from " + said.getFrom() + " on");
    }
    if (said.getFrom().isBefore(announced.plus(LEAD_MIN))) {
      return new Wrong(
          "it was announced at %s for %s, needs to be %d s before"
              .formatted(announced, said.getFrom(), LEAD_MIN.toSeconds()));
    }
    ByteBuffer bytes = said.getFile();
    byte[] file = new byte[bytes.remaining()];
    bytes.duplicate().get(file);
    Answer answer = look(said.getFrom(), file);
    if (answer instanceof Right right && !right.deployment.file().id().equals(said.getModelId())) {
      return new Wrong(
          "it says it is " + said.getModelId() + ", but it is " + right.deployment.file());
    }
    return answer;
  }

  /** Looks at a model file by itself, as whoever is about to deploy it does. */
  public Answer look(Instant from, byte[] file) {
    if (file.length > FILE_BYTES_MAX) {
      return new Wrong(
          "it has %,d bytes, at most %,d are deployed".formatted(file.length, FILE_BYTES_MAX));
    }
    try {
      ModelFile model = ModelFile.parse(file);
      int rate = model.metadata().frontEnd().sampleRateHz();
      if (rate != sampleRateHz) {
        return new Wrong("it hears at %d Hz, the nodes send %d".formatted(rate, sampleRateHz));
      }
      if (model.metadata().selfTest().isEmpty()) {
        return new Wrong("it states no self-test; train it with this version");
      }
      return new Right(new Deployment(from, TfliteScorer.tried(model)));
    } catch (InvalidModelException e) {
      return new Wrong(e.getMessage());
    }
  }
}
