package dev.earshot.contracts;

import dev.earshot.v1.AnomalyEvent;
import dev.earshot.v1.GroundTruth;
import dev.earshot.v1.KeptAudio;
import dev.earshot.v1.ModelDeployment;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.NodeStatus;
import dev.earshot.v1.PcmFrame;
import dev.earshot.v1.SoundLevels;
import dev.earshot.v1.WindowScore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Every version of every contract that was ever released, oldest first: the files {@code
 * released/<Type>/<n>.avsc} beside this class, n from 1. They are what readers resolve a message's
 * fingerprint by, so a released file is never changed or taken away; the build fails when one is,
 * and when {@code src/main/avro} says something that has not been released. Immutable.
 */
public final class ReleasedSchemas {
  /** The types that are messages of their own. */
  public static final List<Class<? extends SpecificRecord>> TYPES =
      List.of(
          PcmFrame.class,
          AnomalyEvent.class,
          WindowScore.class,
          NodeStatus.class,
          NodeProfile.class,
          GroundTruth.class,
          ModelDeployment.class,
          KeptAudio.class,
          SoundLevels.class);

  private ReleasedSchemas() {}

  /**
   * All released versions of one contract, the oldest first.
   *
   * @param typeName the record's name without its namespace, {@code PcmFrame} say; empty for one
   *     that was never released
   */
  public static List<Schema> of(String typeName) {
    List<Schema> versions = new ArrayList<>();
    while (true) {
      String file = "released/" + typeName + "/" + (versions.size() + 1) + ".avsc";
      try (InputStream in = ReleasedSchemas.class.getResourceAsStream(file)) {
        if (in == null) {
          return List.copyOf(versions);
        }
        versions.add(new Schema.Parser().parse(in)); // one parser a version: names are defined anew
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
  }
}
