package dev.earshot.processor.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.console.EarshotCommand;
import dev.earshot.console.Failure;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code earshot explain}: why an alarm opened at a node, or why none did. */
@Command(
    name = "explain",
    description = {
      "Asks a processor that runs why an alarm opened at a node, or why none did: a line for each",
      "stretch of what the node's decision saw, the oldest first. The last 64 of a node are kept."
    },
    footer = {
      "  ./earshot explain node-07",
      "  ./earshot explain node-07 --at 2026-03-01T14:05:10",
      "  ./earshot explain node-07 --from 2026-03-01T13:00:00Z --to 2026-03-01T14:00:00Z --near-misses",
      "  ./earshot explain node-07 --json --url https://city.example:8443 --user ada"
    })
public final class ExplainCommand extends EarshotCommand {
  private static final String STRETCHES = "stretches";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NODE", description = "The node's name.")
  private String node;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "That moment only: 2026-03-01T14:05:10 by this machine's zone, or with one.")
  private Optional<Instant> at = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "From then on.")
  private Optional<Instant> from = Optional.empty();

  @Option(names = "--to", paramLabel = "TIME", converter = Moment.class, description = "Till then.")
  private Optional<Instant> to = Optional.empty();

  @Option(names = "--near-misses", description = "Only what nearly became an alarm.")
  private boolean nearMisses;

  @Option(names = "--json", description = "Print what the processor answers, as JSON.")
  private boolean json;

  @Mixin private ServerOptions server;

  /** A time as people write it. */
  static final class Moment implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.matches(".*T.*(Z|[+-]\\d\\d(:?\\d\\d)?)")
            ? OffsetDateTime.parse(text).toInstant()
            : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'" + text + "' is no time as 2026-03-01T14:05:10 or 2026-03-01T14:05:10Z");
      }
    }
  }

  @Override
  public void run() {
    if (at.isPresent() && (from.isPresent() || to.isPresent())) {
      throw Failure.usage("--at excludes --from and --to");
    }
    JsonNode answer = server.json(path());
    if (nearMisses) {
      leaveNearMisses(answer);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(answer);
    } else {
      print(answer, out);
    }
    out.flush();
  }

  private String path() {
    List<String> query = new ArrayList<>();
    at.ifPresent(moment -> query.add("at=" + moment));
    from.ifPresent(moment -> query.add("from=" + moment));
    to.ifPresent(moment -> query.add("to=" + moment));
    String path = "/api/nodes/" + ServerOptions.encoded(node) + "/explain";
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  private static void leaveNearMisses(JsonNode answer) {
    if (answer instanceof ObjectNode explanation) {
      Iterator<JsonNode> stretches = explanation.withArray(STRETCHES).elements();
      while (stretches.hasNext()) {
        if (!stretches.next().path("near_miss").asBoolean()) {
          stretches.remove();
        }
      }
    }
  }

  private void print(JsonNode answer, PrintWriter out) {
    StretchLine line = new StretchLine(ZoneId.systemDefault());
    answer.path(STRETCHES).forEach(stretch -> out.println(line.of(stretch)));
    if (answer.path(STRETCHES).isEmpty()) {
      String known = answer.path("known_from").asText("");
      spec.commandLine()
          .getErr()
          .println(
              "earshot: nothing of the kind is kept of %s; %s"
                  .formatted(
                      node,
                      known.isEmpty() || known.equals("null")
                          ? "it has decided nothing yet"
                          : "its decisions are known from "
                              + line.time(Instant.parse(known))
                              + " on"));
    }
  }
}
