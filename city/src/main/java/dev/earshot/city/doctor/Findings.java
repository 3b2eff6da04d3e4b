package dev.earshot.city.doctor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.city.doctor.Finding.Grade;
import dev.earshot.console.Colours;
import dev.earshot.console.Colours.Paint;
import java.util.List;
import java.util.Locale;

/** All that was found, and how it is told. Immutable. */
record Findings(List<Finding> all) {
  private static final JsonMapper JSON = new JsonMapper();

  Findings {
    all = List.copyOf(all);
  }

  /** How many are of a grade. */
  long count(Grade grade) {
    return all.stream().filter(finding -> finding.grade() == grade).count();
  }

  /** A line a check. */
  List<String> lines(Colours colours) {
    int width = all.stream().mapToInt(finding -> finding.check().length()).max().orElse(0);
    return all.stream().map(finding -> line(finding, width, colours)).toList();
  }

  private static String line(Finding finding, int width, Colours colours) {
    String grade = finding.grade().name().toLowerCase(Locale.ROOT);
    return colours.paint(paint(finding.grade()), String.format("%-7s", grade))
        + String.format("  %-" + width + "s  %s", finding.check(), finding.says())
        + (finding.todo().isEmpty() ? "" : "; " + finding.todo());
  }

  private static Paint paint(Grade grade) {
    return switch (grade) {
      case OK -> Paint.GREEN;
      case SKIPPED -> Paint.DIM;
      case WARNING -> Paint.YELLOW;
      case FAULT -> Paint.RED;
    };
  }

  /** The same as JSON: {@code {ok, checks: [{check, grade, says, todo}]}}. */
  String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("ok", count(Grade.FAULT) == 0);
    ArrayNode checks = root.putArray("checks");
    for (Finding finding : all) {
      checks
          .addObject()
          .put("check", finding.check())
          .put("grade", finding.grade().name().toLowerCase(Locale.ROOT))
          .put("says", finding.says())
          .put("todo", finding.todo());
    }
    return root.toPrettyString();
  }
}
