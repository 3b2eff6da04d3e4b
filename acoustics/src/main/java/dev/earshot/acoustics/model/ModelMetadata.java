package dev.earshot.acoustics.model;

import static dev.earshot.acoustics.bounds.Bounds.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import java.io.IOException;
import java.util.List;

/**
 * All that is needed to use a model, as it stands in the model file's metadata table: nothing about
 * a model is configured anywhere else. Immutable.
 *
 * @param version of this layout, {@link #VERSION}
 * @param name short, of letters, digits and dashes
 * @param frontEnd what makes its features
 * @param windowColumns columns it looks at together, 1 to {@value #MOST_COLUMNS}; at most {@value
 *     #MOST_INPUT_VALUES} values and {@value #MOST_WINDOW_SAMPLES} samples
 * @param strideColumns columns from one window to the next
 * @param normalisation of the features
 * @param labels the classes it was trained on
 * @param threshold the score from which a clip or a window counts as anomalous when it is judged by
 *     itself, 0 to 1
 * @param decision when the scores of a stream make an alarm: most of a stream is no anomaly, so its
 *     thresholds are others
 * @param training where it comes from
 * @param quality how good it was found, each with its protocol
 * @param selfTest what the sounds of {@link SelfTest} score, in steps of 1/256; empty in files from
 *     before there was such a test
 */
public record ModelMetadata(
    int version,
    String name,
    FrontEndConfig frontEnd,
    int windowColumns,
    int strideColumns,
    Normalisation normalisation,
    List<SoundLabel> labels,
    float threshold,
    DecisionConfig decision,
    Training training,
    List<Quality> quality,
    List<Integer> selfTest) {

  /** The layout that this code writes and reads. */
  public static final int VERSION = 1;

  /** Columns of a window at most. */
  public static final int MOST_COLUMNS = 4_096;

  /** Values of a window at most: they are part of every node's state. */
  public static final int MOST_INPUT_VALUES = 1 << 16;

  /** Samples that a window may span. */
  public static final int MOST_WINDOW_SAMPLES = 1 << 20;

  /** A key that the first files lack. */
  private static final String CLIPS_BY_FOLD = "clips_by_fold";

  /** Another one. */
  private static final String SELF_TEST = "self_test";

  private static final String LABELS = "labels";

  private static final int MOST_SELF_TESTS = 64;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  public ModelMetadata {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "metadata has layout %d, this Earshot reads %d".formatted(version, VERSION));
    }
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,63}")) {
      throw new IllegalArgumentException("name is '" + name + "', needs letters, digits, dashes");
    }
    within("window_columns", windowColumns, 1, MOST_COLUMNS);
    within(
        "window_columns times coefficients",
        windowColumns * frontEnd.coefficients(),
        1,
        MOST_INPUT_VALUES);
    within("samples of a window", frontEnd.samplesOf(windowColumns), 1, MOST_WINDOW_SAMPLES);
    within("stride_columns", strideColumns, 1, windowColumns);
    within("threshold", threshold, 0, 1);
    if (normalisation.coefficients() != frontEnd.coefficients()) {
      throw new IllegalArgumentException(
          "normalisation is of %d coefficients, the front-end gives %d"
              .formatted(normalisation.coefficients(), frontEnd.coefficients()));
    }
    labels = List.copyOf(labels);
    quality = List.copyOf(quality);
    selfTest = List.copyOf(selfTest);
    within("self_test's number of scores", selfTest.size(), 0, MOST_SELF_TESTS);
    selfTest.forEach(steps -> within("a score of self_test", steps, 0, SelfTest.STEPS));
  }

  /** The same with these findings. */
  public ModelMetadata withQuality(List<Quality> found) {
    return new ModelMetadata(
        version,
        name,
        frontEnd,
        windowColumns,
        strideColumns,
        normalisation,
        labels,
        threshold,
        decision,
        training,
        found,
        selfTest);
  }

  /** The same stating these scores of the self-test's sounds. */
  public ModelMetadata withSelfTest(List<Integer> steps) {
    return new ModelMetadata(
        version,
        name,
        frontEnd,
        windowColumns,
        strideColumns,
        normalisation,
        labels,
        threshold,
        decision,
        training,
        quality,
        steps);
  }

  /** Values a window holds: {@code windowColumns * coefficients}. */
  public int inputValues() {
    return windowColumns * frontEnd.coefficients();
  }

  /** Seconds of sound from one window to the next. */
  public double strideSeconds() {
    return (double) strideColumns * frontEnd.hopSamples() / frontEnd.sampleRateHz();
  }

  /**
   * As UTF-8 JSON with snake_case keys; {@code labels} is an object that says of each class, in
   * order, whether it is an anomaly.
   */
  public byte[] toJson() {
    try {
      ObjectNode tree = JSON.valueToTree(this);
      ObjectNode anomalousByName = tree.putObject(LABELS);
      labels.forEach(label -> anomalousByName.put(label.name(), label.anomalous()));
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote; keys it does not know are passed over.
   *
   * @throws InvalidModelException where it is not JSON, lacks a key or has a value out of bounds
   */
  public static ModelMetadata parse(byte[] json) throws InvalidModelException {
    try {
      if (!(JSON.readTree(json) instanceof ObjectNode tree)) {
        throw new InvalidModelException("its metadata is damaged: it is no JSON object");
      }
      asTheRecordIs(tree);
      return JSON.treeToValue(tree, ModelMetadata.class);
    } catch (JsonProcessingException e) {
      throw new InvalidModelException("its metadata is damaged: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidModelException("its metadata is damaged: " + e.getMessage(), e);
    }
  }

  /** Files of any age, where their layout is not the record's. */
  private static void asTheRecordIs(ObjectNode tree) {
    if (tree.get("training") instanceof ObjectNode training && !training.has(CLIPS_BY_FOLD)) {
      training.set(CLIPS_BY_FOLD, JSON.valueToTree(ClipsByFold.UNKNOWN));
    }
    if (!tree.has(SELF_TEST)) {
      tree.putArray(SELF_TEST);
    }
    // the first files have the record's list
    if (tree.get(LABELS) instanceof ObjectNode anomalousByName) {
      ArrayNode list = tree.putArray(LABELS);
      anomalousByName
          .properties()
          .forEach(
              label ->
                  list.addObject().put("name", label.getKey()).set("anomalous", label.getValue()));
    }
  }
}
