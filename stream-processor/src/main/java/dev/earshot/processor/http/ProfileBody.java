package dev.earshot.processor.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.earshot.processor.node.Micros;
import dev.earshot.v1.NodeProfile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * What an operator says of a node, as JSON; the fields are those of {@code NodeProfile}. Who says
 * it and when is not in it: that is seen.
 */
@JsonNaming(SnakeCaseStrategy.class)
record ProfileBody(
    Optional<String> nodeId,
    Optional<String> place,
    Optional<Double> latitudeDeg,
    Optional<Double> longitudeDeg,
    Optional<Float> calibrationOffsetDb,
    Optional<Float> openThreshold,
    Optional<Float> closeThreshold,
    Optional<Float> immediateThreshold,
    Optional<byte[]> signingKey,
    Optional<Instant> inForceFrom,
    Optional<Boolean> alarmsOff,
    Optional<String> calibrationMethod,
    Optional<Instant> calibratedAt) {

  /** A misspelt field is said, not dropped. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException where it is none; says why
   */
  static ProfileBody read(String json) {
    try {
      ProfileBody body = STRICT.readValue(json, ProfileBody.class);
      if (body != null) {
        return body;
      }
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(
          "a profile has no field '" + e.getPropertyName() + "'; leave it out", e);
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null ? "" : ", line %d".formatted(e.getLocation().getLineNr());
      throw new IllegalArgumentException("that is no profile as JSON" + where, e);
    }
    throw new IllegalArgumentException("that is no profile as JSON");
  }

  /**
   * The profile of a node, set by somebody at a time.
   *
   * @throws IllegalArgumentException where it says a time that no contract can hold
   */
  NodeProfile profile(String id, String setBy, Instant setAt) {
    return NodeProfile.newBuilder()
        .setNodeId(id)
        .setPlace(place.filter(text -> !text.isBlank()).orElse(null))
        .setLatitudeDeg(latitudeDeg.orElse(null))
        .setLongitudeDeg(longitudeDeg.orElse(null))
        .setCalibrationOffsetDb(calibrationOffsetDb.orElse(null))
        .setOpenThreshold(openThreshold.orElse(null))
        .setCloseThreshold(closeThreshold.orElse(null))
        .setImmediateThreshold(immediateThreshold.orElse(null))
        .setSigningKey(signingKey.map(ByteBuffer::wrap).orElse(null))
        .setInForceFrom(exact("in_force_from", inForceFrom))
        .setAlarmsOff(alarmsOff.orElse(false))
        .setCalibrationMethod(calibrationMethod.orElse(null))
        .setCalibratedAt(exact("calibrated_at", calibratedAt))
        .setSetBy(setBy)
        .setSetAt(setAt)
        .build();
  }

  /**
   * As exactly as contracts have it.
   *
   * @return null, as Avro has it, where there is none
   */
  private static Instant exact(String name, Optional<Instant> moment) {
    try {
      return moment.map(Micros::of).map(Micros::toInstant).orElse(null);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          name + " is " + moment.get() + ", needs to be 1970 to 2199", e);
    }
  }
}
