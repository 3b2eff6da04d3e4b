package dev.earshot.processor.query;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.processor.topics.ClusterReaders;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one {@link CityView} of the application and has it fed while the application runs. */
@Singleton
class CityViewProducer {
  private final CityView view;
  private final LevelsView levels = new LevelsView();
  private final CityReader reader;

  CityViewProducer(ClusterReaders readers, ModelFile model, CityFigures figures) {
    view = new CityView(model.metadata().frontEnd().sampleRateHz());
    reader =
        new CityReader(
            new CityReader.Views(view, levels, figures), () -> readers.reader("city-view"));
  }

  @Produces
  @Singleton
  CityView view() {
    return view;
  }

  @Produces
  @Singleton
  LevelsView levels() {
    return levels;
  }

  @Produces
  @Singleton
  CityReader reader() {
    return reader;
  }

  void start(@Observes StartupEvent event) {
    reader.start();
  }

  void stop(@Observes ShutdownEvent event) {
    reader.close();
  }
}
