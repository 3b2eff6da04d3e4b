package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.v1.NodeProfile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * What an operator says of a node, as REST tells it; the fields are those of {@code NodeProfile}.
 *
 * @param inForce whether the node has been heard past the time from which on it stands
 */
@JsonNaming(SnakeCaseStrategy.class)
record ProfileView(
    String nodeId,
    Optional<String> place,
    Optional<Double> latitudeDeg,
    Optional<Double> longitudeDeg,
    Optional<Float> calibrationOffsetDb,
    Optional<Float> openThreshold,
    Optional<Float> closeThreshold,
    Optional<Float> immediateThreshold,
    Optional<byte[]> signingKey,
    Optional<Instant> inForceFrom,
    boolean alarmsOff,
    Optional<String> calibrationMethod,
    Optional<Instant> calibratedAt,
    Optional<String> setBy,
    Optional<Instant> setAt,
    boolean inForce) {

  /**
   * @param heardAt event time of the node's newest sound
   */
  static ProfileView of(NodeProfile profile, Instant heardAt) {
    Optional<Instant> from = Optional.ofNullable(profile.getInForceFrom());
    return new ProfileView(
        profile.getNodeId(),
        Optional.ofNullable(profile.getPlace()),
        Optional.ofNullable(profile.getLatitudeDeg()),
        Optional.ofNullable(profile.getLongitudeDeg()),
        Optional.ofNullable(profile.getCalibrationOffsetDb()),
        Optional.ofNullable(profile.getOpenThreshold()),
        Optional.ofNullable(profile.getCloseThreshold()),
        Optional.ofNullable(profile.getImmediateThreshold()),
        Optional.ofNullable(profile.getSigningKey()).map(ProfileView::bytes),
        from,
        profile.getAlarmsOff(),
        Optional.ofNullable(profile.getCalibrationMethod()),
        Optional.ofNullable(profile.getCalibratedAt()),
        Optional.ofNullable(profile.getSetBy()),
        Optional.ofNullable(profile.getSetAt()),
        from.map(moment -> !moment.isAfter(heardAt)).orElse(true));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
