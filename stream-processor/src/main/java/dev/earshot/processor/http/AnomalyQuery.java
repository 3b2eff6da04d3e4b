package dev.earshot.processor.http;

import dev.earshot.processor.query.AnomalyFilter;
import dev.earshot.processor.query.Cursor;
import dev.earshot.processor.query.Page;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The filters of anomalies as they stand in a query. */
public class AnomalyQuery {
  @Parameter(description = "the node that heard it")
  @QueryParam("node")
  Optional<String> node;

  @Parameter(description = "what it sounds like; 'unusual sound' for those without a label")
  @QueryParam("label")
  Optional<String> label;

  @Parameter(description = "OPEN or CLOSED")
  @QueryParam("phase")
  Optional<String> phase;

  @Parameter(description = "peak score at least, 0 to 1")
  @QueryParam("min_score")
  Optional<String> minScore;

  @Parameter(description = "loudest level at least, dB SPL where calibrated, else dBFS")
  @QueryParam("min_level")
  Optional<String> minLevel;

  @Parameter(description = "began then or later")
  @QueryParam("from")
  Optional<String> from;

  @Parameter(description = "began then or before")
  @QueryParam("to")
  Optional<String> to;

  AnomalyFilter filter() {
    return new AnomalyFilter(
        given(node),
        given(label),
        given(phase).map(AnomalyQuery::isOpen),
        Refusal.number("min_score", minScore),
        Refusal.number("min_level", minLevel),
        Refusal.moment("from", from),
        Refusal.moment("to", to));
  }

  private static boolean isOpen(String phase) {
    return switch (phase) {
      case "OPEN" -> true;
      case "CLOSED" -> false;
      default -> throw Refusal.badRequest("phase needs to be OPEN or CLOSED");
    };
  }

  static Optional<String> given(Optional<String> text) {
    return text.filter(value -> !value.isEmpty());
  }

  static Optional<Cursor> cursor(Optional<String> text) {
    try {
      return given(text).map(Cursor::of);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(e.getMessage());
    }
  }

  static int limit(Optional<String> text) {
    try {
      int limit = given(text).map(Integer::parseInt).orElse(Page.LIMIT_DEFAULT);
      if (limit >= 1 && limit <= Page.LIMIT_MAX) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw Refusal.badRequest("limit needs to be 1 to " + Page.LIMIT_MAX);
  }
}
