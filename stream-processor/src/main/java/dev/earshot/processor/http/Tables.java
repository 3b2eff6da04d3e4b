package dev.earshot.processor.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;

/** Rows as CSV (RFC 4180), with a line of names. */
final class Tables {
  static final String CSV = "text/csv";

  private static final CsvMapper MAPPER =
      CsvMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule(), texts())
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
          .build();

  private Tables() {}

  /**
   * A file to download.
   *
   * @param name of the file, without its ending
   * @param type of the rows; its properties are the columns, in their order
   */
  static <T> Response csv(String name, Class<T> type, List<T> rows) {
    try {
      String text = MAPPER.writer(MAPPER.schemaFor(type).withHeader()).writeValueAsString(rows);
      return Response.ok(text, CSV + ";charset=utf-8")
          .header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"")
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("rows of " + type + " can't be written", e);
    }
  }

  /**
   * Text as a cell: what spreadsheets would take for a formula gets an apostrophe before it (OWASP,
   * CSV injection).
   */
  private static Module texts() {
    return new SimpleModule()
        .addSerializer(
            String.class,
            new StdSerializer<>(String.class) {
              @Override
              public void serialize(String text, JsonGenerator to, SerializerProvider provider)
                  throws IOException {
                boolean isFormula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
                to.writeString(isFormula ? "'" + text : text);
              }
            });
  }
}
