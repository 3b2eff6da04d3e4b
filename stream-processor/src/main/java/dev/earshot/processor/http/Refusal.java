package dev.earshot.processor.http;

import dev.earshot.processor.query.Explanation;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** Answers that say why there is none: {@code {"error": "what, and what to do"}}. */
final class Refusal {
  private Refusal() {}

  static Response answer(Status status, String why) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON)
        .entity(Map.of("error", why))
        .build();
  }

  static WebApplicationException of(Status status, String why) {
    return new WebApplicationException(answer(status, why));
  }

  static WebApplicationException badRequest(String why) {
    return of(Status.BAD_REQUEST, why);
  }

  /** A moment that a client gives. */
  static Optional<Instant> moment(String name, Optional<String> text) {
    try {
      Optional<Instant> moment = text.filter(given -> !given.isBlank()).map(Instant::parse);
      if (moment
          .map(at -> !at.isBefore(Explanation.EARLIEST) && !at.isAfter(Explanation.LATEST))
          .orElse(true)) {
        return moment;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    throw badRequest(name + " needs to be a time as 2026-03-01T12:00:00Z");
  }

  /** A number that a client gives. */
  static Optional<Float> number(String name, Optional<String> text) {
    try {
      Optional<Float> number = text.filter(given -> !given.isBlank()).map(Float::valueOf);
      if (number.map(Float::isFinite).orElse(true)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw badRequest(name + " needs to be a number");
  }
}
