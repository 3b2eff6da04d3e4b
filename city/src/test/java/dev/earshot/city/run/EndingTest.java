package dev.earshot.city.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndingTest {
  @Test
  void isWantedFromTheWishOnAndForAsLongAsThatIsAgo() {
    try (Ending ending = new Ending()) {
      assertThat(ending.isWanted()).isFalse();
      assertThat(ending.isWantedWithin(Duration.ZERO)).isFalse();
      assertThat(ending.isWantedFor(Duration.ZERO)).isFalse();

      ending.want();

      assertThat(ending.isWanted()).isTrue();
      assertThat(ending.isWantedWithin(Duration.ofDays(1))).isTrue();
      assertThat(ending.isWantedFor(Duration.ofDays(1))).isFalse();
      await().until(() -> ending.isWantedFor(Duration.ofMillis(1)));
    }
  }

  @Test
  void theReportAndWhatIsWorkedOffForItComeBeforeTheEnd() {
    assertThat(Ending.WORK_OFF_PATIENCE).isLessThan(Ending.REPORT_PATIENCE);
    assertThat(Ending.REPORT_PATIENCE).isLessThan(Ending.END_PATIENCE);
  }
}
