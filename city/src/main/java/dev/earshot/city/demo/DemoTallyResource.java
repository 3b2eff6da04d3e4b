package dev.earshot.city.demo;

import dev.earshot.city.report.CityReport;
import dev.earshot.city.report.ReportJson;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the demo fares against what is really played: its report, while it runs. */
@Path("/api/demo")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "system")
public class DemoTallyResource {
  private static final Duration FRESH = Duration.ofSeconds(2);

  private Optional<CityReport> tally = Optional.empty();
  private long countedAtNanos = System.nanoTime() - FRESH.toNanos();

  @GET
  @Operation(summary = "The demo's report so far; docs/demo-report.md says what is in it")
  public synchronized Response tally() {
    if (System.nanoTime() - countedAtNanos >= FRESH.toNanos()) {
      countedAtNanos = System.nanoTime();
      tally = count(); // reads topics, so not for every page anew
    }
    return tally
        .map(report -> Response.ok(ReportJson.of(report)).build())
        .orElseGet(() -> Response.status(Status.NO_CONTENT).build());
  }

  private static Optional<CityReport> count() {
    try {
      return DemoRun.current().tally();
    } catch (KafkaException e) {
      return Optional.empty(); // the broker is on its way out, or busy: nothing to tell now
    }
  }
}
