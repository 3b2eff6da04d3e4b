package dev.earshot.processor.http;

import dev.earshot.processor.query.LevelsView;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How loud it is at a calibrated node. */
@Path("/api/nodes/{id}/levels")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "nodes")
public class LevelsResource {
  private static final String NONE =
      "no levels: the node is not calibrated, or has not been heard since; see './earshot"
          + " calibrate'";

  private final LevelsView levels;

  LevelsResource(LevelsView levels) {
    this.levels = levels;
  }

  @GET
  @Operation(summary = "LAeq of each second, and of quarter hours LAeq, LAFmax, L10, L90, in dB(A)")
  public Response levels(@PathParam("id") String id) {
    return levels
        .of(id)
        .map(known -> Response.ok(known).build())
        .orElseGet(() -> Refusal.answer(Status.NOT_FOUND, NONE));
  }
}
