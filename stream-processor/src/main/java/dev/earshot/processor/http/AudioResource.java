package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.audio.AudioArchive;
import dev.earshot.processor.audio.KeptRecording;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * Kept sound: what there is, and the recordings as they lie on the topic. They are encrypted; what
 * opens them is not here. Where there are users this needs the role operator, reading too.
 */
@Path("/api/audio")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class AudioResource {
  private final AudioArchive archive;

  AudioResource(AudioArchive archive) {
    this.archive = archive;
  }

  /**
   * What there is.
   *
   * @param keeping whether sound is kept around alarms
   * @param trouble why it is not now, though it should be
   * @param seconds that are kept before and after an alarm
   * @param items of each recording what became of it, the newest first
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Kept(boolean keeping, Optional<String> trouble, int seconds, List<KeptRecording> items) {}

  @GET
  public Kept list(@QueryParam("anomaly") Optional<String> anomaly) {
    List<KeptRecording> items =
        anomaly.map(id -> archive.recording(id).stream().toList()).orElseGet(archive::recordings);
    return new Kept(archive.isOn(), archive.trouble(), archive.seconds(), items);
  }

  @GET
  @Path("/{anomaly_id}")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public Response recording(@PathParam("anomaly_id") String anomalyId) {
    try {
      return archive
          .sealed(anomalyId)
          .map(bytes -> Response.ok(bytes).header("Cache-Control", "no-store").build())
          .orElseGet(() -> notThere(anomalyId));
    } catch (KafkaException e) {
      return Refusal.answer(
          Status.SERVICE_UNAVAILABLE, "it can't be fetched now: " + e.getMessage());
    }
  }

  private Response notThere(String anomalyId) {
    return archive
        .recording(anomalyId)
        .map(gone -> Refusal.answer(Status.GONE, gone.text()))
        .orElseGet(() -> Refusal.answer(Status.NOT_FOUND, "no sound is known of that anomaly"));
  }

  /** Deletes a recording; done within moments, and on the brokers' disks within the half hour. */
  @DELETE
  @Path("/{anomaly_id}")
  public Response delete(@PathParam("anomaly_id") String anomalyId) {
    if (archive.recording(anomalyId).isEmpty()) {
      return Refusal.answer(Status.NOT_FOUND, "no sound is known of that anomaly");
    }
    return archive.delete(anomalyId)
        ? Response.accepted().build()
        : Refusal.answer(Status.SERVICE_UNAVAILABLE, "too many are being deleted; try again");
  }
}
