package dev.earshot.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.contracts.ShownText;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * A record of a contract as one line of JSON: the keys and their order are the schema's, times are
 * ISO-8601 in UTC with microseconds, enums their symbols, bytes Base64. No character of it commands
 * a terminal, whatever nodes call themselves. Pure.
 */
final class JsonLine {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonLine() {}

  static String of(IndexedRecord record) {
    try {
      // within JSON they stand in strings only, where they may be written like this
      return ShownText.COMMANDING
          .matcher(JSON.writeValueAsString(plain(record)))
          .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be told in JSON: " + record, e);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof IndexedRecord record) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (Schema.Field field : record.getSchema().getFields()) {
        fields.put(field.name(), plain(record.get(field.pos())));
      }
      return fields;
    }
    if (value instanceof Instant time) {
      return MICROS.format(time);
    }
    if (value instanceof Enum<?> symbol) {
      return symbol.name();
    }
    if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return copy;
    }
    return value;
  }
}
