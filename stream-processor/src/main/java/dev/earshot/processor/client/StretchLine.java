package dev.earshot.processor.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.console.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A stretch of a decision, as REST tells it, as a line of text. Immutable. */
final class StretchLine {
  private final DateTimeFormatter date;
  private final DateTimeFormatter clock;

  /**
   * @param zone of the times in it
   */
  StretchLine(ZoneId zone) {
    date = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.S", Locale.ROOT).withZone(zone);
    clock = DateTimeFormatter.ofPattern("HH:mm:ss.S", Locale.ROOT).withZone(zone);
  }

  /**
   * From when to when, the alarm's state, and the sentence that explains it.
   *
   * @param stretch one of {@code stretches}
   * @throws Failure where it is none
   */
  String of(JsonNode stretch) {
    try {
      Instant from = Instant.parse(stretch.path("from").asText());
      Instant to = Instant.parse(stretch.path("to").asText());
      return "%s to %s  %-7s  %s"
          .formatted(
              time(from),
              from.until(to, ChronoUnit.HOURS) < 12 ? clock.format(to) : time(to),
              stretch.path("state").asText(),
              stretch.path("text").asText());
    } catch (DateTimeException e) {
      throw Failure.because("the processor answers what is no explanation; is it older?", e);
    }
  }

  /** Day and time of day. */
  String time(Instant moment) {
    return date.format(moment);
  }
}
