package dev.earshot.processor.query;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.v1.SoundLevels;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The newest levels of one calibrated node, dB(A) SPL, as JSON.
 *
 * @param seconds L<sub>Aeq,1s</sub> of the last quarter of an hour, without a gap from the first to
 *     the last
 * @param laeq15min L<sub>Aeq</sub> of the newest whole quarter of an hour; it and the next ones are
 *     empty until there is one
 * @param lafmax its L<sub>AFmax</sub>
 * @param l10 its level exceeded for 10 % of the time
 * @param l90 its level exceeded for 90 % of the time
 * @param since its begin
 * @param quarters all that are known, oldest first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LevelsAtNode(
    @JsonProperty("laeq_1s") List<Second> seconds,
    @JsonProperty("laeq_15min") Optional<Float> laeq15min,
    Optional<Float> lafmax,
    @JsonProperty("l10") Optional<Float> l10,
    @JsonProperty("l90") Optional<Float> l90,
    Optional<Instant> since,
    List<Quarter> quarters) {

  /**
   * One second, {@code [t_ms, db]}.
   *
   * @param tMs when it begins, milliseconds since the epoch
   * @param db L<sub>Aeq,1s</sub>; empty where the second is lost
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"tMs", "db"})
  public record Second(long tMs, Optional<Float> db) {}

  /**
   * A quarter of an hour.
   *
   * @param measuredS seconds of it that were heard
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Quarter(
      Instant from,
      Instant to,
      float measuredS,
      float laeq,
      float lafmax,
      @JsonProperty("l10") Optional<Float> l10,
      @JsonProperty("l90") Optional<Float> l90) {
    static Quarter of(SoundLevels told) {
      return new Quarter(
          told.getFrom(),
          told.getTo(),
          told.getMeasuredS(),
          told.getLaeqDb(),
          told.getLafmaxDb(),
          Optional.ofNullable(told.getL10Db()),
          Optional.ofNullable(told.getL90Db()));
    }
  }

  static LevelsAtNode of(List<Second> seconds, List<Quarter> quarters) {
    Optional<Quarter> newest =
        quarters.isEmpty() ? Optional.empty() : Optional.of(quarters.get(quarters.size() - 1));
    return new LevelsAtNode(
        List.copyOf(seconds),
        newest.map(Quarter::laeq),
        newest.map(Quarter::lafmax),
        newest.flatMap(Quarter::l10),
        newest.flatMap(Quarter::l90),
        newest.map(Quarter::from),
        quarters);
  }
}
