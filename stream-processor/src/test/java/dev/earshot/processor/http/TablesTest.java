package dev.earshot.processor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TablesTest {
  record Row(String name, Optional<String> place, double level, Instant at) {}

  @Test
  void whatASpreadsheetWouldTakeForAFormulaIsTextAndNumbersStayNumbers() {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");

    Object table =
        Tables.csv(
                "rows",
                Row.class,
                List.of(
                    new Row("@a", Optional.of("=HYPERLINK(\"x\")"), -30.5, noon),
                    new Row("b", Optional.empty(), 1, noon)))
            .getEntity();

    assertThat(table)
        .asString()
        .isEqualTo(
            """
            name,place,level,at
            '@a,"'=HYPERLINK(""x"")",-30.5,2026-03-01T12:00:00Z
            b,,1.0,2026-03-01T12:00:00Z
            """);
  }
}
