package dev.earshot.processor.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.query.AnomalyView;
import dev.earshot.processor.query.CityView;
import dev.earshot.processor.query.Curves;
import dev.earshot.processor.query.HeardBy;
import dev.earshot.processor.query.NodeView.Site;
import dev.earshot.processor.query.Page;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Anomalies of the whole city, newest first: pages of them, and one with its course. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "anomalies")
public class AnomalyResource {
  private final CityView city;
  private final Curves curves;

  AnomalyResource(CityView city, Curves curves) {
    this.city = city;
    this.curves = curves;
  }

  /**
   * Some anomalies.
   *
   * @param nextCursor to ask for those before them with; empty: there are none that are known
   * @param knownFrom from when on all are known; empty: always
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Anomalies(
      List<AnomalyView> items, Optional<String> nextCursor, Optional<Instant> knownFrom) {}

  /**
   * One anomaly, and what else is known of it.
   *
   * @param heardBy other nodes that heard something at the time
   * @param curve of each window: its end (milliseconds since the epoch), score, smoothed score,
   *     A-weighted level in dBFS
   * @param trouble why the curve is not there though it may be another time
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Details(
      @JsonUnwrapped AnomalyView anomaly,
      List<HeardBy> heardBy,
      List<List<Number>> curve,
      Optional<String> trouble) {}

  @GET
  @Path("/anomalies")
  @Operation(summary = "Anomalies, newest first, a page at a time")
  public Anomalies anomalies(
      @BeanParam AnomalyQuery query,
      @QueryParam("limit") Optional<String> limit,
      @QueryParam("cursor") Optional<String> cursor) {
    Page<AnomalyView> page =
        query
            .filter()
            .page(city.anomalies(), AnomalyQuery.cursor(cursor), AnomalyQuery.limit(limit));
    return new Anomalies(page.items(), page.nextCursor(), city.anomaliesKnownFrom());
  }

  @GET
  @Path("/anomalies.csv")
  @Produces(Tables.CSV)
  @Operation(summary = "All that are known and pass the filters, as a table")
  public Response asCsv(@BeanParam AnomalyQuery query) {
    return Tables.csv(
        "anomalies",
        AnomalyRow.class,
        passing(query).stream().map(one -> AnomalyRow.of(one, city.site(one.nodeId()))).toList());
  }

  @GET
  @Path("/anomalies.geojson")
  @Produces(GeoJson.TYPE)
  @Operation(summary = "The same for a map")
  public GeoJson asGeoJson(@BeanParam AnomalyQuery query) {
    return GeoJson.of(
        passing(query).stream().map(one -> feature(one, city.site(one.nodeId()))).toList());
  }

  private static GeoJson.Feature feature(AnomalyView one, Site site) {
    return GeoJson.Feature.of(one.anomalyId(), site, AnomalyRow.of(one, site));
  }

  private List<AnomalyView> passing(AnomalyQuery query) {
    return city.anomalies().stream().filter(query.filter()).toList();
  }

  @GET
  @Path("/anomalies/{id}")
  @Operation(summary = "One anomaly: its course, and which nodes heard something at the time")
  public Details anomaly(@PathParam("id") String id) {
    AnomalyView anomaly =
        city.anomaly(id)
            .orElseThrow(() -> Refusal.of(Status.NOT_FOUND, "no such anomaly is known"));
    List<HeardBy> heardBy = HeardBy.of(anomaly, city);
    try {
      return new Details(anomaly, heardBy, curveOf(anomaly), Optional.empty());
    } catch (KafkaException e) { // the rest is known all the same
      String trouble = "its course can't be read now: " + e.getMessage();
      return new Details(anomaly, heardBy, List.of(), Optional.of(trouble));
    }
  }

  private List<List<Number>> curveOf(AnomalyView anomaly) {
    return curves.through(anomaly).stream()
        .map(
            point ->
                List.<Number>of(
                    point.at().toEpochMilli(), point.score(), point.smoothed(), point.laeqDbfs()))
        .toList();
  }
}
