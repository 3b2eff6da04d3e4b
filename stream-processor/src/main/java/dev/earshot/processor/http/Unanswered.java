package dev.earshot.processor.http;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What no resource gets to see is refused as {@link Refusal} has it, all the same. */
class Unanswered {
  /** An address that there is not, a method that it does not have, and the like. */
  @ServerExceptionMapper
  Response refused(ClientErrorException e) {
    Response.StatusType status = e.getResponse().getStatusInfo();
    String why =
        status.getStatusCode() == Status.NOT_FOUND.getStatusCode()
            ? "nothing is at this address"
            : status.getReasonPhrase();
    return Response.fromResponse(e.getResponse())
        .type(MediaType.APPLICATION_JSON)
        .entity(Map.of("error", why))
        .build();
  }
}
