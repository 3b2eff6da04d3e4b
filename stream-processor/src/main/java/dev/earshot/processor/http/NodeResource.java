package dev.earshot.processor.http;

import dev.earshot.processor.models.DeployedModels;
import dev.earshot.processor.node.NodeReport;
import dev.earshot.processor.query.CityView;
import dev.earshot.processor.query.Explanation;
import dev.earshot.processor.query.NodeStores;
import dev.earshot.processor.query.NodeStores.Found;
import dev.earshot.processor.query.NodeView;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Nodes: all as they were last told of, and one as its state says. State is with the instance that
 * hears the node; whichever is asked finds it there.
 */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "nodes")
public class NodeResource {
  private final CityView city;
  private final NodeStores stores;
  private final Peers peers;
  private final DeployedModels models;
  private final String instance;

  NodeResource(
      CityView city,
      NodeStores stores,
      Peers peers,
      DeployedModels models,
      AdvertisedAddress address) {
    this.city = city;
    this.stores = stores;
    this.peers = peers;
    this.models = models;
    this.instance = address.text();
  }

  @GET
  @Path("/nodes")
  @Operation(summary = "Every node, as it was last told of")
  public List<NodeView> nodes() {
    return city.nodes();
  }

  @GET
  @Path("/nodes.csv")
  @Produces(Tables.CSV)
  @Operation(summary = "The same as a table")
  public Response nodesAsCsv() {
    return Tables.csv("nodes", NodeRow.class, city.nodes().stream().map(NodeRow::of).toList());
  }

  @GET
  @Path("/nodes.geojson")
  @Produces(GeoJson.TYPE)
  @Operation(summary = "The same for a map; nodes without coordinates are in it without geometry")
  public GeoJson nodesAsGeoJson() {
    return GeoJson.of(
        city.nodes().stream()
            .map(node -> GeoJson.Feature.of(node.nodeId(), node.site(), NodeRow.of(node)))
            .toList());
  }

  @GET
  @Path("/nodes/{id}")
  @Operation(summary = "One node, as it was last told of")
  public NodeView node(@PathParam("id") String id) {
    return city.node(id).orElseThrow(() -> Refusal.of(Status.NOT_FOUND, "no such node is known"));
  }

  @GET
  @Path("/nodes/{id}/state")
  @Operation(summary = "What the instance that hears a node keeps of it now")
  public Response state(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders client) {
    return ofOwner(
        id,
        uri,
        client,
        here ->
            NodeReport.of(id, here.state(), models.get(), here.profile())
                .map(report -> stateView(id, report))
                .orElseThrow(
                    () ->
                        Refusal.of(
                            Status.NOT_FOUND,
                            "its state is of another version, and begins anew with its next frame")));
  }

  private StateView stateView(String id, NodeReport report) {
    return StateView.of(id, instance, report, city.deadLetters(id), city.statusHistory(id));
  }

  @GET
  @Path("/nodes/{id}/explain")
  @Operation(
      summary = "Why an alarm opened at a node, or why none did",
      description =
          "For a moment (at) or a time (from, to), as the node's own decision has told it.")
  public Response explain(
      @PathParam("id") String id,
      @QueryParam("at") Optional<String> at,
      @QueryParam("from") Optional<String> from,
      @QueryParam("to") Optional<String> to,
      @Context UriInfo uri,
      @Context HttpHeaders client) {
    Optional<Instant> moment = Refusal.moment("at", at);
    Instant begin = moment.or(() -> Refusal.moment("from", from)).orElse(Explanation.EARLIEST);
    Instant end = moment.or(() -> Refusal.moment("to", to)).orElse(Explanation.LATEST);
    if (end.isBefore(begin)) {
      throw Refusal.badRequest("to is before from");
    }
    return ofOwner(
        id, uri, client, here -> Explanation.of(id, here, models.sampleRateHz(), begin, end));
  }

  private Response ofOwner(
      String id, UriInfo uri, HttpHeaders client, Function<Found.Here, Object> answer) {
    Found found = stores.find(id);
    if (found instanceof Found.Here here) {
      return Response.ok(answer.apply(here)).build();
    }
    if (found instanceof Found.There there) {
      return peers.passOn(there.owner(), Peers.pathOf(uri), client);
    }
    return found instanceof Found.Unclear unclear
        ? Refusal.answer(Status.SERVICE_UNAVAILABLE, unclear.why())
        : Refusal.answer(Status.NOT_FOUND, "no state is kept of such a node");
  }
}
