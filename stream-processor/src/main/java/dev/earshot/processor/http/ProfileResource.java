package dev.earshot.processor.http;

import dev.earshot.contracts.SingleObject;
import dev.earshot.processor.models.DeployedModels;
import dev.earshot.processor.node.Admission.Rejected;
import dev.earshot.processor.node.ProfileAdmission;
import dev.earshot.processor.profiles.ProfileTopic;
import dev.earshot.processor.query.CityView;
import dev.earshot.processor.query.NodeView;
import dev.earshot.processor.topics.NodePartition;
import dev.earshot.v1.NodeProfile;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/**
 * What operators say of nodes. Changed by the role operator alone; who did and when stands in the
 * record on the topic of profiles, and in the log.
 */
@Path("/api/profiles/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "profiles")
public class ProfileResource {
  private static final Logger LOG = Logger.getLogger(ProfileResource.class);
  private static final SingleObject<NodeProfile> CODEC = SingleObject.of(NodeProfile.class);

  private final CityView city;
  private final ProfileTopic topic;
  private final DeployedModels models;
  private final SecurityIdentity user;

  ProfileResource(CityView city, ProfileTopic topic, DeployedModels models, SecurityIdentity user) {
    this.city = city;
    this.topic = topic;
    this.models = models;
    this.user = user;
  }

  @GET
  @Operation(summary = "The newest profile of a node")
  public ProfileView profile(@PathParam("id") String id) {
    return city.profile(id)
        .map(profile -> view(id, profile))
        .orElseThrow(() -> Refusal.of(Status.NOT_FOUND, "nobody has said anything of that node"));
  }

  private ProfileView view(String id, NodeProfile profile) {
    return ProfileView.of(profile, city.node(id).map(NodeView::heardAt).orElse(Instant.EPOCH));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Sets a node's profile in place of the one before",
      description =
          "All of it: what is left out is not said any more. In force from in_force_from on, event"
              + " time; from the node's next frame on where that is left out.")
  public ProfileView set(@PathParam("id") String id, String json) {
    NodeProfile profile = read(id, json);
    refuseWhatMakesNoSense(id, profile);
    Optional<NodeProfile> before = city.profile(id);
    toTheTopic(() -> topic.set(profile));
    LOG.infof("%s has set the profile of %s", profile.getSetBy(), id);
    city.profileWritten(id, before, Optional.of(profile));
    return view(id, profile);
  }

  private NodeProfile read(String id, String json) {
    try {
      ProfileBody body = ProfileBody.read(json);
      if (!body.nodeId().orElse(id).equals(id)) {
        throw Refusal.badRequest("node_id is another one than the address has");
      }
      return body.profile(id, user.getPrincipal().getName(), now());
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(e.getMessage());
    }
  }

  /** As exactly as contracts have it. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  /** By the processor's own rules, so that nothing gets to the topic that it would not take. */
  private void refuseWhatMakesNoSense(String id, NodeProfile profile) {
    var decision = models.at(Instant.now()).metadata().decision();
    if (new ProfileAdmission(decision).admit(NodePartition.key(id), CODEC.encode(profile))
        instanceof Rejected<NodeProfile> wrong) {
      throw Refusal.badRequest(wrong.detail());
    }
  }

  @DELETE
  @Operation(summary = "Takes a node's profile back")
  public Response takeBack(@PathParam("id") String id) {
    Optional<NodeProfile> before = city.profile(id);
    if (before.isEmpty()) {
      return Refusal.answer(Status.NOT_FOUND, "nobody has said anything of that node");
    }
    String by = user.getPrincipal().getName();
    toTheTopic(() -> topic.takeBack(id, by));
    LOG.infof("%s has taken back the profile of %s", by, id);
    city.profileWritten(id, before, Optional.empty());
    return Response.noContent().build();
  }

  private static void toTheTopic(Runnable change) {
    try {
      change.run();
    } catch (KafkaException e) {
      throw Refusal.of(
          Status.SERVICE_UNAVAILABLE, "the cluster does not take it now: " + e.getMessage());
    }
  }
}
