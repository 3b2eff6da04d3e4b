package dev.earshot.processor.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.processor.models.DeployedModels;
import dev.earshot.processor.node.KeptDecisions;
import dev.earshot.processor.query.Cursor;
import dev.earshot.processor.query.DecisionView;
import dev.earshot.processor.query.NearMissFilter;
import dev.earshot.processor.query.NodeStores;
import dev.earshot.processor.query.NodeStores.Instance;
import dev.earshot.processor.query.Page;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What nearly became an alarm, of the whole city: each instance is asked for its nodes'. */
@Path("/api/near-misses")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "nodes")
public class NearMissResource {
  private final NodeStores stores;
  private final Peers peers;
  private final DeployedModels models;
  private final ObjectMapper json;

  NearMissResource(NodeStores stores, Peers peers, DeployedModels models, ObjectMapper json) {
    this.stores = stores;
    this.peers = peers;
    this.models = models;
    this.json = json;
  }

  /** Some of them, and whether there are more behind them. */
  private record Part(List<DecisionView> items, boolean more) {}

  @GET
  @Operation(
      summary = "What nearly became an alarm, newest first, a page at a time",
      description = "Of each node its last 64 decisions are kept.")
  public Page<DecisionView> nearMisses(
      @QueryParam("node") Optional<String> node,
      @QueryParam("from") Optional<String> from,
      @QueryParam("to") Optional<String> to,
      @QueryParam("limit") Optional<String> limit,
      @QueryParam("cursor") Optional<String> cursor,
      @Context UriInfo uri,
      @Context HttpHeaders client) {
    int most = AnomalyQuery.limit(limit);
    NearMissFilter filter =
        new NearMissFilter(
            AnomalyQuery.given(node),
            Refusal.moment("from", from),
            Refusal.moment("to", to),
            AnomalyQuery.cursor(cursor));
    Part found = here(filter, most + 1);
    if (client.getHeaderString(Peers.PASSED_ON) == null) {
      found = both(found, elsewhere(uri, client));
    }
    return page(found, most);
  }

  private static Part both(Part one, Part other) {
    return new Part(
        Stream.concat(one.items().stream(), other.items().stream()).toList(),
        one.more() || other.more());
  }

  /** Whoever has more has given a whole page, so what is cut off here is behind all that is. */
  private static Page<DecisionView> page(Part found, int limit) {
    List<DecisionView> items =
        found.items().stream().sorted(DecisionView.NEWEST_FIRST).limit(limit).toList();
    if (!found.more() && found.items().size() <= limit) {
      return new Page<>(items, Optional.empty());
    }
    DecisionView last = items.get(items.size() - 1);
    return new Page<>(items, Optional.of(new Cursor(last.from(), last.nodeId()).text()));
  }

  /** The newest of those of this instance, so many at most. */
  private Part here(NearMissFilter filter, int limit) {
    int rateHz = models.sampleRateHz();
    Queue<DecisionView> found = new PriorityQueue<>(DecisionView.NEWEST_FIRST.reversed());
    try {
      stores.decisionsHere(
          (id, kept) -> {
            if (filter.wants(id)) {
              KeptDecisions.read(kept).stream()
                  .filter(decision -> decision.stretch().isNearMiss())
                  .map(decision -> DecisionView.of(id, decision, rateHz))
                  .filter(filter)
                  .forEach(
                      one -> {
                        found.add(one);
                        if (found.size() > limit) {
                          found.remove(); // the oldest
                        }
                      });
            }
          });
    } catch (InvalidStateStoreException e) {
      throw unclear(NodeStores.MOVING);
    }
    return new Part(List.copyOf(found), false);
  }

  private Part elsewhere(UriInfo uri, HttpHeaders client) {
    Part found = new Part(List.of(), false);
    for (Instance peer : stores.instances()) {
      if (!peer.self() && peer.partitions() > 0) {
        HostInfo address =
            peer.address()
                .orElseThrow(() -> unclear("an instance gives no address; --advertise one"));
        found = both(found, ask(address, uri, client));
      }
    }
    return found;
  }

  private Part ask(HostInfo peer, UriInfo uri, HttpHeaders client) {
    try {
      HttpResponse<String> answer = peers.ask(peer, Peers.pathOf(uri), client);
      if (answer.statusCode() == Status.OK.getStatusCode()) {
        Page<DecisionView> page = json.readValue(answer.body(), new TypeReference<>() {});
        return new Part(page.items(), page.nextCursor().isPresent());
      }
    } catch (JsonProcessingException e) {
      // it answers something else: another version
    } catch (IOException e) {
      // said below
    }
    throw unclear(
        "the instance at %s:%d, which has a part of them, does not answer; try again"
            .formatted(peer.host(), peer.port()));
  }

  private static RuntimeException unclear(String why) {
    return Refusal.of(Status.SERVICE_UNAVAILABLE, why);
  }
}
