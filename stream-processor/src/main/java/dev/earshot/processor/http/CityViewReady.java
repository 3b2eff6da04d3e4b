package dev.earshot.processor.http;

import dev.earshot.processor.query.CityReader;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Up while what the page and REST show is kept up to date from the cluster. */
@Readiness
@Singleton
class CityViewReady implements HealthCheck {
  private final CityReader reader;

  CityViewReady(CityReader reader) {
    this.reader = reader;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> trouble = reader.trouble();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("city-view").status(trouble.isEmpty());
    trouble.ifPresent(what -> response.withData("trouble", what));
    return response.build();
  }
}
