package dev.earshot.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.model.Scorer;
import dev.earshot.processor.TestModel;
import dev.earshot.processor.node.ModelSchedule;
import dev.earshot.processor.node.NodeModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which models of a partition are kept loaded. */
class VoicesTest {
  private final List<String> loaded = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();

  private NodeModel model(String id) {
    return new NodeModel(id, TestModel.metadata(), () -> scorer(id));
  }

  private Scorer scorer(String id) {
    loaded.add(id);
    return new Scorer() {
      @Override
      public float score(float[] window) {
        return 0;
      }

      @Override
      public void close() {
        closed.add(id);
      }
    };
  }

  /** Model n is in force from millisecond n on. */
  private Voices voices(int models) {
    ModelSchedule schedule = ModelSchedule.of(model("0"));
    for (int n = 1; n < models; n++) {
      schedule = schedule.with(new ModelSchedule.Entry(n, model("" + n)));
    }
    ModelSchedule all = schedule;
    return new Voices(PartitionSettings.of(model("0")).withModels(() -> all));
  }

  @Test
  void theModelThatIsHeardWithStaysWhoeverIsVisitedMeanwhile() {
    try (Voices voices = voices(6)) {
      for (int old = 0; old < 5; old++) {
        voices.at(5);
        voices.at(old);
      }
      assertThat(loaded).containsExactly("5", "0", "1", "2", "3", "4");
      assertThat(closed).hasSize(6 - Voices.LOADED_MAX).doesNotContain("5");
    }
    assertThat(closed).containsExactlyInAnyOrderElementsOf(loaded);
  }

  @Test
  void aModelThatIsNeededAgainIsLoadedAgain() {
    try (Voices voices = voices(4)) {
      for (int n = 0; n < 4; n++) {
        voices.at(n);
      }
      voices.at(0);
      assertThat(loaded).containsExactly("0", "1", "2", "3", "0");
      assertThat(closed).containsExactly("0", "1");
    }
  }
}
