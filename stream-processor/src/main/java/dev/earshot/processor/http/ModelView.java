package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.earshot.acoustics.detect.DecisionConfig;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.Quality;
import dev.earshot.acoustics.model.SoundLabel;
import java.util.List;

/** What the page says of the model in use. */
@JsonNaming(SnakeCaseStrategy.class)
record ModelView(
    String id,
    int fileBytes,
    long parameters,
    List<String> operators,
    int arenaBytes,
    int sampleRateHz,
    double strideSeconds,
    List<LabelView> labels,
    DecisionView decision,
    String trainedOn,
    List<QualityView> quality) {

  @JsonNaming(SnakeCaseStrategy.class)
  record LabelView(String name, boolean anomalous) {
    static LabelView of(SoundLabel label) {
      return new LabelView(label.name(), label.anomalous());
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record DecisionView(
      float openThreshold,
      float closeThreshold,
      float immediateThreshold,
      double forSeconds,
      double keepFiringForSeconds) {
    static DecisionView of(DecisionConfig decision) {
      return new DecisionView(
          decision.openThreshold(),
          decision.closeThreshold(),
          decision.immediateThreshold(),
          decision.forSeconds(),
          decision.keepFiringForSeconds());
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record QualityView(
      String protocol, String on, String unit, int n, double accuracy, double f1, double rocAuc) {
    static QualityView of(Quality quality) {
      return new QualityView(
          quality.protocol(),
          quality.on(),
          quality.unit(),
          quality.n(),
          quality.accuracy(),
          quality.f1(),
          quality.rocAuc());
    }
  }

  static ModelView of(ModelFile model) {
    var metadata = model.metadata();
    return new ModelView(
        model.id(),
        model.bytes().length,
        model.parameters(),
        model.operators(),
        model.arenaBytes(),
        metadata.frontEnd().sampleRateHz(),
        metadata.strideSeconds(),
        metadata.labels().stream().map(LabelView::of).toList(),
        DecisionView.of(metadata.decision()),
        metadata.training().dataset(),
        metadata.quality().stream().map(QualityView::of).toList());
  }
}
