package dev.earshot.processor.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.earshot.processor.node.Micros;
import dev.earshot.v1.NodeProfile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
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
    Optional<String> inForceFrom,
    Optional<Boolean> alarmsOff,
    Optional<String> calibrationMethod,
    Optional<String> calibratedAt) {

  /** A misspelt field is said, not dropped; a number is no text, and a text no number. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(LogicalType.Textual, ProfileBody::takesTextAlone)
          .build();

  private static void takesTextAlone(MutableCoercionConfig config) {
    for (CoercionInputShape shape :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      config.setCoercion(shape, CoercionAction.Fail);
    }
  }

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
        .setInForceFrom(moment("in_force_from", inForceFrom))
        .setAlarmsOff(alarmsOff.orElse(false))
        .setCalibrationMethod(calibrationMethod.orElse(null))
        .setCalibratedAt(moment("calibrated_at", calibratedAt))
        .setSetBy(setBy)
        .setSetAt(setAt)
        .build();
  }

  /**
   * A time as exactly as contracts have it.
   *
   * @return null, as Avro has it, where there is none
   */
  private static Instant moment(String name, Optional<String> text) {
    try {
      return text.map(Instant::parse).map(Micros::of).map(Micros::toInstant).orElse(null);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException(
          name + " needs to be a time as 2026-03-01T12:00:00Z, from 1970 to 2199", e);
    }
  }
}
