package dev.earshot.contracts;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** The rule of the build: a contract changes only so that new and old still read each other. */
final class SchemaChange {
  private SchemaChange() {}

  /** What breaks when {@code older} is succeeded by {@code newer}; empty where nothing does. */
  static List<String> problems(Schema newer, Schema older) {
    List<String> problems = new ArrayList<>();
    collect("a new reader cannot read what was written before", newer, older, problems);
    collect("a reader that is out there cannot read what will be written", older, newer, problems);
    return problems;
  }

  private static void collect(String what, Schema reader, Schema writer, List<String> problems) {
    for (Incompatibility found :
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
            .getResult()
            .getIncompatibilities()) {
      problems.add(
          String.format(
              "%s of %s: %s at %s: %s",
              what, reader.getName(), found.getType(), found.getLocation(), found.getMessage()));
    }
  }
}
