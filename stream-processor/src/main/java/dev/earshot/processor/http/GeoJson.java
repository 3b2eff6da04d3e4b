package dev.earshot.processor.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.earshot.processor.query.NodeView.Site;
import java.util.List;
import java.util.Optional;

/**
 * A collection of features (RFC 7946): coordinates are longitude, latitude, WGS 84.
 *
 * @param type always {@code FeatureCollection}
 */
record GeoJson(String type, List<Feature> features) {
  static final String TYPE = "application/geo+json";

  static GeoJson of(List<Feature> features) {
    return new GeoJson("FeatureCollection", features);
  }

  /**
   * Something at a place.
   *
   * @param geometry where; null, as the RFC has it, where nobody said
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Feature(String type, String id, Optional<Point> geometry, Object properties) {
    static Feature of(String id, Site site, Object properties) {
      Optional<Point> point =
          site.longitudeDeg()
              .flatMap(east -> site.latitudeDeg().map(north -> Point.of(east, north)));
      return new Feature("Feature", id, point, properties);
    }
  }

  /** Longitude and latitude, degrees. */
  record Point(String type, List<Double> coordinates) {
    static Point of(double longitudeDeg, double latitudeDeg) {
      return new Point("Point", List.of(longitudeDeg, latitudeDeg));
    }
  }
}
