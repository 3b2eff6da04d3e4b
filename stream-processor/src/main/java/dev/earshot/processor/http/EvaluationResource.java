package dev.earshot.processor.http;

import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.nio.file.Files;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Evaluation pages as the trainer has written them: each one file, with nothing that runs. */
@Path(Evaluations.PATH)
@Blocking
@Tag(name = "system")
public class EvaluationResource {
  private static final String POLICY_HEADER = "Content-Security-Policy";
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'; sandbox";

  private final Evaluations evaluations;

  EvaluationResource(Evaluations evaluations) {
    this.evaluations = evaluations;
  }

  @GET
  @Path("{name}")
  @Produces(MediaType.TEXT_HTML)
  @Operation(summary = "An evaluation page of the trainer")
  public Response page(@PathParam("name") String name, @Context HttpServerResponse response) {
    return evaluations.all().stream()
        .filter(page -> page.name().equals(name))
        .findFirst()
        .map(page -> read(page, response))
        .orElseGet(() -> Refusal.answer(Status.NOT_FOUND, "no such page is served"));
  }

  private static Response read(Evaluations.Evaluation page, HttpServerResponse response) {
    try {
      response.headers().remove(POLICY_HEADER); // that of Earshot's page; of two, both would hold
      return Response.ok(Files.readString(page.file()), "text/html;charset=utf-8")
          .header(POLICY_HEADER, POLICY)
          .build();
    } catch (IOException e) {
      return Refusal.answer(Status.NOT_FOUND, "the page can't be read any more");
    }
  }
}
