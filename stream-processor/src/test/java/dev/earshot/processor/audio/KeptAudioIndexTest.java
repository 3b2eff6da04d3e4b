package dev.earshot.processor.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.earshot.v1.DeletionReason;
import dev.earshot.v1.KeptAudio;
import dev.earshot.v1.KeptAudioState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptAudioIndexTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int BYTES = 400_000;

  private final KeptAudioIndex index =
      new KeptAudioIndex(new AudioBudget(3, 1_000_000, Duration.ofDays(2)));
  private long offset;

  private void kept(String id, Instant since, int bytes) {
    KeptAudio value =
        KeptAudio.newBuilder()
            .setAnomalyId(id)
            .setNodeId("node-1")
            .setStartedAt(NOON)
            .setEndedAt(NOON)
            .setState(KeptAudioState.KEPT)
            .setSoundFrom(NOON)
            .setSoundS(1)
            .setMissingS(0)
            .setCut(false)
            .setSealed(ByteBuffer.allocate(bytes))
            .build();
    index.put(KeptRecording.of(value, since, offset++));
  }

  private List<String> due(Instant now) {
    return index.due(now).stream()
        .map(each -> each.anomalyId() + " " + each.reason().orElseThrow())
        .toList();
  }

  @Test
  void withinTheBudgetNothingIsDeleted() {
    kept("a", NOON, BYTES);
    kept("b", NOON, BYTES);

    assertThat(due(NOON.plus(Duration.ofDays(2)))).isEmpty();
    assertThat(index.all(NOON)).extracting(KeptRecording::anomalyId).containsExactly("b", "a");
  }

  @Test
  void theOldestGoFirst() {
    kept("a", NOON, 10);
    kept("b", NOON.plusSeconds(1), 10);
    kept("c", NOON.plusSeconds(2), 10);
    kept("d", NOON.plusSeconds(3), 10);
    kept("e", NOON.plusSeconds(4), 10);

    assertThat(due(NOON)).containsExactly("a TOO_MANY", "b TOO_MANY");
  }

  @Test
  void asManyGoAsTheyAreTooLargeTogether() {
    kept("a", NOON, BYTES);
    kept("b", NOON, BYTES);
    kept("c", NOON, BYTES);

    assertThat(due(NOON)).containsExactly("a TOO_LARGE");
  }

  @Test
  void whatIsTooOldGoesHoweverLittleItIs() {
    kept("a", NOON, 10);
    kept("b", NOON.plusSeconds(1), 10);

    assertThat(due(NOON.plus(Duration.ofDays(2)).plusMillis(1))).containsExactly("a TOO_OLD");
  }

  @Test
  void whatIsBeyondTheBudgetCountsAsDeletedBeforeTheTopicSaysSo() {
    kept("a", NOON, 10);
    Instant later = NOON.plus(Duration.ofDays(3));

    assertThat(index.of("a", later).orElseThrow().text()).isEqualTo("deleted: too old");
    assertThat(index.of("a", later).orElseThrow().bytes()).isZero();
  }

  @Test
  void aDeletionTakesThePlaceOfTheSoundAndIsTold() {
    kept("a", NOON, 10);
    index.put(index.of("a", NOON).orElseThrow().deleted(DeletionReason.BY_HAND));

    assertThat(index.of("a", NOON).orElseThrow().text())
        .isEqualTo("deleted: somebody asked for it");
    assertThat(index.knows("a")).isTrue();
    assertThat(due(NOON.plus(Duration.ofDays(9)))).isEmpty();
  }

  @Test
  void ofWhatWasDeletedTheNewestAreTold() {
    for (int i = 0; i <= KeptAudioIndex.TOLD_MAX; i++) {
      kept("a" + i, NOON, 10);
      index.put(index.of("a" + i, NOON).orElseThrow().deleted(DeletionReason.TOO_OLD));
    }

    assertThat(index.all(NOON)).hasSize(KeptAudioIndex.TOLD_MAX);
    assertThat(index.knows("a0")).isFalse();
  }

  @Test
  void aDeletionIsToldAsLongAsTheTopicHasIt() {
    kept("a", NOON, 10);
    index.put(index.of("a", NOON).orElseThrow().deleted(DeletionReason.TOO_MANY));

    assertThat(index.all(NOON.plus(Duration.ofDays(30)))).hasSize(1);
    assertThat(index.all(NOON.plus(Duration.ofDays(31)))).isEmpty();
  }

  @Test
  void thatSomethingWasDeletedIsKnownForAsLongAsTheDisksMayHaveIt() {
    kept("a", NOON, 10);
    assertThat(index.hasDeletedSince(NOON)).isFalse();
    index.put(index.of("a", NOON).orElseThrow().deleted(DeletionReason.BY_HAND));

    assertThat(index.hasDeletedSince(NOON)).isTrue();
    assertThat(index.hasDeletedSince(NOON.plusSeconds(1))).isFalse();
  }

  @Test
  void aBudgetOutOfBoundsIsNamedByItsOption() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AudioBudget(0, 1_000_000, Duration.ofDays(1)))
        .withMessage("--audio-max-count is 0, needs to be 1 to 10000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AudioBudget(1, 999_999, Duration.ofDays(1)))
        .withMessageStartingWith("--audio-max-bytes is 999999, needs to be 1000000 to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AudioBudget(1, 1_000_000, Duration.ofDays(31)))
        .withMessage("--audio-max-age is 31, needs to be 1 to 30");
  }
}
