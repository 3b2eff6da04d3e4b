package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.processor.models.DeployedModels;
import dev.earshot.processor.models.DeployedModels.Refused;
import dev.earshot.processor.models.Deployment;
import java.time.Instant;
import java.util.List;

/**
 * Which models this instance knows of.
 *
 * @param inForce the id of the one in use now
 * @param deployed those that were announced and can be used, by time
 * @param refused the last that were announced and can't be used
 */
@JsonNaming(SnakeCaseStrategy.class)
record DeployedModelsView(String inForce, List<DeployedView> deployed, List<RefusedView> refused) {
  /** From when on which model is used. */
  @JsonNaming(SnakeCaseStrategy.class)
  record DeployedView(Instant from, String modelId) {
    static DeployedView of(Deployment deployment) {
      return new DeployedView(deployment.from(), deployment.file().id());
    }
  }

  /** When it was announced, for when, and why it is not used. */
  @JsonNaming(SnakeCaseStrategy.class)
  record RefusedView(Instant announcedAt, String from, String why) {
    static RefusedView of(Refused refused) {
      return new RefusedView(refused.at(), refused.key(), refused.why());
    }
  }

  static DeployedModelsView of(DeployedModels models, Instant now) {
    return new DeployedModelsView(
        models.at(now).id(),
        models.deployments().stream().map(DeployedView::of).toList(),
        models.refused().stream().map(RefusedView::of).toList());
  }
}
