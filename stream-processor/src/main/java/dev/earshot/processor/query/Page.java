package dev.earshot.processor.query;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Optional;

/**
 * Some of what was asked for.
 *
 * @param items in their order
 * @param nextCursor to ask for those behind them with; empty: there are none
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Page<T>(List<T> items, Optional<String> nextCursor) {
  /** The most that one may have. */
  public static final int LIMIT_MAX = 1_000;

  /** What one has where nothing else is said. */
  public static final int LIMIT_DEFAULT = 100;
}
