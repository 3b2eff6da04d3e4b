package dev.earshot.processor.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.contracts.SingleObject;
import dev.earshot.v1.NodeProfile;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileScheduleTest {
  private static NodeProfile profile(String place, Long fromMicros) {
    return NodeProfile.newBuilder()
        .setNodeId("node-1")
        .setPlace(place)
        .setInForceFrom(fromMicros == null ? null : Micros.toInstant(fromMicros))
        .build();
  }

  private static ProfileSchedule said(NodeProfile... profiles) {
    ProfileSchedule schedule = ProfileSchedule.NONE;
    for (NodeProfile profile : profiles) {
      schedule = schedule.with(profile, 0).orElseThrow();
    }
    return ProfileSchedule.read(schedule.save());
  }

  private static Optional<String> placeAt(ProfileSchedule schedule, long micros) {
    return schedule.at(micros).map(NodeProfile::getPlace);
  }

  @Test
  void whatStoodBeforeIsKeptUntilTheNextOnesTime() {
    ProfileSchedule schedule = said(profile("a", null), profile("b", 10L), profile("c", 20L));
    assertThat(placeAt(schedule, 9)).contains("a");
    assertThat(placeAt(schedule, 10)).contains("b");
    assertThat(placeAt(schedule, 20)).contains("c");
    assertThat(schedule.all()).extracting(NodeProfile::getPlace).containsExactly("a", "b", "c");
  }

  @Test
  void whatIsSaidLastTakesThePlaceOfAllThatComeIntoForceLater() {
    ProfileSchedule schedule = said(profile("a", 20L), profile("b", 10L));
    assertThat(placeAt(schedule, 9)).isEmpty();
    assertThat(placeAt(schedule, 30)).contains("b");
    assertThat(placeAt(said(profile("a", 20L), profile("b", null)), 30)).contains("b");
  }

  @Test
  void whatIsSupersededMakesRoomAndWhatIsToComeDoesNot() {
    ProfileSchedule full = ProfileSchedule.NONE;
    for (long second = 1; second <= ProfileSchedule.KEPT; second++) {
      full = full.with(profile("at " + second, second * 1_000_000), 0).orElseThrow();
    }
    NodeProfile more = profile("more", 100_000_000L);
    assertThat(full.with(more, 1_999)).isEmpty();
    ProfileSchedule with = full.with(more, 2_000).orElseThrow();
    assertThat(with.all()).hasSize(ProfileSchedule.KEPT);
    assertThat(placeAt(with, 1_500_000)).isEmpty();
    assertThat(placeAt(with, 2_000_000)).contains("at 2");
  }

  @Test
  void aLoneProfileAsVersionsBeforeKeptItIsRead() {
    byte[] lone = SingleObject.of(NodeProfile.class).encode(profile("a", 10L));
    assertThat(placeAt(ProfileSchedule.read(lone), 9)).isEmpty();
    assertThat(placeAt(ProfileSchedule.read(lone), 10)).contains("a");
  }

  @Test
  void whateverTheBytesNothingIsThrown() {
    byte[] saved = said(profile("a", null), profile("b", 10L)).save();
    for (int length = 0; length < saved.length; length++) {
      assertThat(ProfileSchedule.read(Arrays.copyOf(saved, length)).at(20)).isEmpty();
    }
    for (int at = 0; at < saved.length; at++) {
      byte[] damaged = saved.clone();
      damaged[at] ^= (byte) 0x7f;
      assertThat(ProfileSchedule.read(damaged).all()).hasSizeLessThanOrEqualTo(2);
    }
  }
}
