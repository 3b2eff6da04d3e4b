package dev.earshot.processor.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.processor.query.CityFigures;
import dev.earshot.processor.query.CityReader;
import dev.earshot.processor.query.CityView;
import dev.earshot.processor.query.LevelsView;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class CityViewReadyTest {
  @Test
  void aViewThatIsNotKeptUpToDateIsNotReadyAndSaysWhy() {
    try (CityReader notStarted =
        new CityReader(
            new CityReader.Views(new CityView(16_000), new LevelsView(), new CityFigures()),
            () -> null)) {
      HealthCheckResponse response = new CityViewReady(notStarted).call();
      assertThat(response.getStatus()).isEqualTo(Status.DOWN);
      assertThat(response.getData().orElseThrow()).containsEntry("trouble", "not reading yet");
    }
  }
}
