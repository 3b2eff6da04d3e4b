package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.access.Role;
import dev.earshot.processor.audio.AudioArchive;
import dev.earshot.processor.http.Evaluations.Evaluation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the page has to know before it shows anything. */
@Path("/api/page")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "system")
public class PageResource {
  private final PageConfig config;
  private final Evaluations evaluations;
  private final AudioArchive archive;
  private final SecurityIdentity identity;

  PageResource(
      PageConfig config, Evaluations evaluations, AudioArchive archive, SecurityIdentity identity) {
    this.config = config;
    this.evaluations = evaluations;
    this.archive = archive;
    this.identity = identity;
  }

  /**
   * How the page is set up, for who asks.
   *
   * @param tilesUrl where the map's tiles come from; empty: a drawn plan
   * @param role what the user may do; empty where there are no users
   * @param user who asks; empty where there are no users
   * @param demo whether a demo is shown
   * @param evaluations pages of the trainer that are served
   * @param keptAudio whether sound is kept around alarms
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record PageView(
      Optional<String> tilesUrl,
      Optional<String> tilesAttribution,
      Optional<String> role,
      Optional<String> user,
      boolean demo,
      List<Evaluation> evaluations,
      boolean keptAudio) {}

  @GET
  @Operation(summary = "How the page is set up, and who asks")
  public PageView page() {
    return new PageView(
        config.tilesUrl(),
        config.tilesAttribution(),
        Role.strongestOf(identity.getRoles()).map(Role::word),
        identity.isAnonymous() ? Optional.empty() : Optional.of(identity.getPrincipal().getName()),
        config.demo(),
        evaluations.all(),
        archive.isOn());
  }
}
