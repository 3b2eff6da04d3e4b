package dev.earshot.sim;

import dev.earshot.v1.NodeProfile;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the nodes of a simulated city hang: addresses in the streets of a made-up town, so that a
 * map has something to show. Where a node hangs depends on its number alone, however many there
 * are. Neighbours in number hang in the same few streets.
 *
 * <p>Immutable and without state; the town's streets are on no real map.
 */
public final class TownPlan {
  private static final double CENTRE_LATITUDE_DEG = 48.4;
  private static final double CENTRE_LONGITUDE_DEG = 10.0;
  private static final double METRES_A_DEGREE = 111_320; // of latitude
  private static final double METRES_A_DEGREE_EAST =
      METRES_A_DEGREE * Math.cos(Math.toRadians(CENTRE_LATITUDE_DEG));
  private static final double METRES_A_NUMBER = 7;
  private static final double NEXT_ALONG = (Math.sqrt(5) - 1) / 2; // spreads well, however many

  private static final int STREETS_A_QUARTER = 4;
  private static final int NODES_A_QUARTER = 12;
  private static final int NODES_A_TOWN = 480;
  private static final double NEXT_TOWN_METRES = 2_300;

  /** A street as a quadratic curve; metres east and north of the market square. */
  private record Street(
      String name,
      double fromEast,
      double fromNorth,
      double bendEast,
      double bendNorth,
      double toEast,
      double toNorth) {

    double east(double along) {
      return curve(fromEast, bendEast, toEast, along);
    }

    double north(double along) {
      return curve(fromNorth, bendNorth, toNorth, along);
    }

    int number(double along) {
      double metres = along * Math.hypot(toEast - fromEast, toNorth - fromNorth);
      return 1 + (int) (metres / METRES_A_NUMBER);
    }

    private static double curve(double from, double bend, double to, double along) {
      double rest = 1 - along;
      return rest * rest * from + 2 * rest * along * bend + along * along * to;
    }
  }

  private static final List<Street> STREETS =
      List.of(
          new Street("Market Street", -620, -60, 0, 40, 640, 20),
          new Street("Church Lane", -60, -560, 60, 0, -30, 600),
          new Street("Mill Lane", -560, -420, -120, -520, 420, -380),
          new Street("Station Road", 260, -520, 420, 0, 330, 560),
          new Street("Abbey Road", -420, 520, 0, 380, 520, 460),
          new Street("Ropewalk", -480, -380, -380, 60, -520, 480),
          new Street("Baker Street", -360, -220, 60, -260, 300, -180),
          new Street("Castle Hill", -340, 240, 40, 210, 360, 270),
          new Street("Harbour Road", -980, -640, -200, -880, 720, -700),
          new Street("West Gate", -1060, -500, -860, 60, -980, 620),
          new Street("Tannery Row", -900, -40, -760, 20, -560, -60),
          new Street("Orchard Way", 560, -560, 760, 40, 640, 640),
          new Street("North Ring", -880, 760, 0, 980, 860, 740),
          new Street("East Ring", 920, -620, 1140, 40, 900, 700),
          new Street("Saddler Street", -260, -120, -220, 120, -240, 330),
          new Street("School Lane", 120, -140, 180, 90, 140, 330),
          new Street("Lime Avenue", -800, 420, -640, 520, -440, 560),
          new Street("Glover Street", 420, 120, 640, 160, 880, 90),
          new Street("Quarry Road", 380, -240, 640, -300, 900, -250),
          new Street("Fuller's Row", -820, -330, -660, -290, -540, -330));

  private TownPlan() {}

  /** Profiles of all nodes of a simulation that say where they hang, and nothing else. */
  public static List<NodeProfile> profiles(SimulationConfig config) {
    return IntStream.range(0, config.nodes())
        .mapToObj(node -> profile(config.nodeId(node), node, config.startsAt()))
        .toList();
  }

  private static NodeProfile profile(String nodeId, int node, Instant setAt) {
    int inTown = node % NODES_A_TOWN;
    int quarters = STREETS.size() / STREETS_A_QUARTER;
    int quarter = inTown / NODES_A_QUARTER % quarters;
    Street street = STREETS.get(quarter * STREETS_A_QUARTER + inTown % STREETS_A_QUARTER);
    int nodesBefore =
        inTown / (NODES_A_QUARTER * quarters) * (NODES_A_QUARTER / STREETS_A_QUARTER)
            + inTown % NODES_A_QUARTER / STREETS_A_QUARTER;
    double along = (0.2 + nodesBefore * NEXT_ALONG) % 1;

    int town = node / NODES_A_TOWN; // the next towns lie around the first, ring after ring
    double turn = 2 * Math.PI * town * NEXT_ALONG;
    double away = NEXT_TOWN_METRES * Math.sqrt(town);
    double east = street.east(along) + away * Math.cos(turn);
    double north = street.north(along) + away * Math.sin(turn);
    String address = street.name() + " " + street.number(along);
    return NodeProfile.newBuilder()
        .setNodeId(nodeId)
        .setPlace(town == 0 ? address : address + ", district " + (town + 1))
        .setLatitudeDeg(rounded(CENTRE_LATITUDE_DEG + north / METRES_A_DEGREE))
        .setLongitudeDeg(rounded(CENTRE_LONGITUDE_DEG + east / METRES_A_DEGREE_EAST))
        .setSetBy("simulation")
        .setSetAt(setAt)
        .build();
  }

  /** To some 10 cm, as somebody who hangs up a node would say it. */
  private static double rounded(double degrees) {
    return Math.round(degrees * 1e6) / 1e6;
  }
}
