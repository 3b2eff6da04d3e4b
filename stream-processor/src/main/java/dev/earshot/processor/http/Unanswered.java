package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What no resource gets to see is refused as {@link Refusal} has it, all the same. */
@Singleton
class Unanswered {
  private static final String REST = "/api/";

  /** An address that nothing is at. */
  void route(@Observes Router router) {
    router.errorHandler(Status.NOT_FOUND.getStatusCode(), Unanswered::nothingThere);
  }

  private static void nothingThere(RoutingContext request) {
    boolean rest = request.normalizedPath().startsWith(REST);
    request
        .response()
        .setStatusCode(Status.NOT_FOUND.getStatusCode())
        .putHeader(
            HttpHeaders.CONTENT_TYPE, rest ? MediaType.APPLICATION_JSON : MediaType.TEXT_PLAIN)
        .end(rest ? error("nothing is at this address") : "Nothing is at this address.\n");
  }

  private static String error(String why) {
    return JsonNodeFactory.instance.objectNode().put("error", why).toString();
  }

  /** A method that an address does not have, a type that it does not take, and the like. */
  @ServerExceptionMapper
  Response refused(ClientErrorException e) {
    return Response.fromResponse(e.getResponse())
        .type(MediaType.APPLICATION_JSON)
        .entity(Map.of("error", e.getResponse().getStatusInfo().getReasonPhrase()))
        .build();
  }
}
