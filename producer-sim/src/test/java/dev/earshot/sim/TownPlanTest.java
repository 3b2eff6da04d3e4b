package dev.earshot.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.v1.NodeProfile;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TownPlanTest {
  private static List<NodeProfile> town(int nodes) {
    return TownPlan.profiles(
        new SimulationConfig(
            nodes, 1, Optional.empty(), 1, 200, 10, 8, 24, Instant.parse("2026-03-01T12:00:00Z")));
  }

  @Test
  void everyNodeHasAnAddressOfItsOwn() {
    List<NodeProfile> town = town(2_000);

    assertThat(town).hasSize(2_000);
    assertThat(town.stream().map(NodeProfile::getNodeId)).doesNotHaveDuplicates();
    Set<List<Double>> spots = new HashSet<>();
    town.forEach(
        profile -> spots.add(List.of(profile.getLatitudeDeg(), profile.getLongitudeDeg())));
    assertThat(spots).hasSize(2_000);
  }

  @Test
  void aNodeHangsWhereItHangsHoweverManyThereAre() {
    assertThat(places(town(12))).isEqualTo(places(town(99)).subList(0, 12));
  }

  private static List<String> places(List<NodeProfile> town) {
    return town.stream().map(NodeProfile::getPlace).toList();
  }

  @Test
  void theUsualCityIsFourStreetsOfOneTown() {
    List<NodeProfile> town = town(SimulationConfig.DEFAULT_NODES);

    Set<String> streets =
        places(town).stream()
            .map(place -> place.replaceAll(" \\d+$", ""))
            .collect(Collectors.toSet());
    assertThat(streets).hasSize(4);
    assertThat(town)
        .allSatisfy(
            profile -> {
              assertThat(profile.getLatitudeDeg()).isCloseTo(48.4, within(0.01));
              assertThat(profile.getLongitudeDeg()).isCloseTo(10, within(0.015));
              assertThat(profile.getOpenThreshold()).isNull();
            });
  }
}
