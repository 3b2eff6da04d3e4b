package dev.earshot.fuzz;

import dev.earshot.acoustics.detect.AlarmState;
import dev.earshot.acoustics.detect.Outcome;
import dev.earshot.acoustics.detect.Stretch;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.testing.NetworkFile;
import dev.earshot.acoustics.testing.Seeded;
import dev.earshot.contracts.FrameSignatures;
import dev.earshot.contracts.SingleObject;
import dev.earshot.processor.node.Decision;
import dev.earshot.processor.node.KeptDecisions;
import dev.earshot.processor.node.NodeLife;
import dev.earshot.processor.node.ProfileSchedule;
import dev.earshot.recordings.testing.WavBytes;
import dev.earshot.v1.ModelDeployment;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.PcmEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.tensorflow.lite.schema.ActivationFunctionType;

/**
 * The inputs that fuzzing starts from: right ones, of each kind that is read. They stand under
 * {@code src/test/resources} by the name of their test, as {@code right-NAME}.
 */
final class Seeds {
  private static final int WAV_SAMPLES = 120;

  private Seeds() {}

  /** Writes them below the folder that is named. */
  public static void main(String[] arguments) throws IOException {
    for (Map.Entry<String, byte[]> seed : all().entrySet()) {
      Path file = Path.of(arguments[0]).resolve(seed.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, seed.getValue());
    }
  }

  /** Each with its path below the package's resources. */
  private static Map<String, byte[]> all() {
    Map<String, byte[]> seeds = new TreeMap<>();
    models().forEach((name, bytes) -> seeds.put("ModelFuzzTestInputs/anyFile/" + name, bytes));
    seeds.put(
        "ModelFuzzTestInputs/anyMetadata/right-metadata", FuzzModel.file().metadata().toJson());
    seeds.put("ModelFuzzTestInputs/anyDeployment/right-deployment", deployment());
    seeds.put("RecordFuzzTestInputs/anySignature/right-signature", signed());
    recordings().forEach((name, bytes) -> seeds.put("WavFuzzTestInputs/anyFile/" + name, bytes));
    frames().forEach((name, bytes) -> seeds.put("RecordFuzzTestInputs/anyFrame/" + name, bytes));
    profiles()
        .forEach((name, bytes) -> seeds.put("RecordFuzzTestInputs/anyProfile/" + name, bytes));
    seeds.put("KeptFuzzTestInputs/anyDecisions/right-decisions", decisions());
    seeds.put("KeptFuzzTestInputs/anyProfiles/right-schedule", schedule());
    states().forEach((name, bytes) -> seeds.put("NodeStateFuzzTestInputs/anyState/" + name, bytes));
    return seeds;
  }

  private static Map<String, byte[]> models() {
    byte[] weights = new byte[6];
    new SplittableRandom(1).nextBytes(weights);
    NetworkFile deep =
        new NetworkFile(2, 4, Byte.MAX_VALUE)
            .dense(
                weights,
                new int[] {100, -100, 7},
                new float[] {0.01f, 0.02f, 0.5f},
                0.1f,
                -128,
                ActivationFunctionType.RELU)
            .dense(
                new byte[] {3, -2, 1},
                new int[] {1},
                new float[] {0.1f},
                0.1f,
                5,
                ActivationFunctionType.NONE)
            .logistic();
    return Map.of("right-shallow", FuzzModel.bytes(), "right-deep", deep.bytes());
  }

  private static byte[] deployment() {
    ModelFile file = FuzzModel.file();
    return SingleObject.of(ModelDeployment.class)
        .encode(
            ModelDeployment.newBuilder()
                .setModelId(file.id())
                .setFrom(ModelFuzzTest.ANNOUNCED.plusSeconds(60))
                .setFile(ByteBuffer.wrap(file.bytes()))
                .build());
  }

  /** RFC 8032, section 7.1, test 3: a public key, a signature, and the two bytes that it signs. */
  static byte[] signed() {
    return HexFormat.of()
        .parseHex(
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
                + "af82");
  }

  private static Map<String, byte[]> recordings() {
    Map<String, byte[]> files = new TreeMap<>();
    float[] noise = Seeded.noise(Seeded.random(1), WAV_SAMPLES);
    files.put("right-pcm16", WavBytes.pcm16(16_000, noise));
    for (int bits : new int[] {8, 24, 32}) {
      files.put("right-pcm" + bits, wav(1, 1, bits));
    }
    files.put("right-stereo", wav(1, 2, 16));
    files.put("right-float32", wav(3, 1, 32));
    files.put("right-float64", wav(3, 2, 64));
    files.put("right-a-law", wav(6, 1, 8));
    files.put("right-mu-law", wav(7, 2, 8));
    for (String name :
        new String[] {"ms-adpcm-mono", "ms-adpcm-stereo", "ima-adpcm-mono", "ima-adpcm-stereo"}) {
      files.put("right-" + name, recorded(name));
    }
    return files;
  }

  private static byte[] wav(int tag, int channels, int bits) {
    byte[] data = new byte[WAV_SAMPLES * channels * bits / 8];
    if (tag != 3) {
      new SplittableRandom(bits).nextBytes(data);
    }
    return new WavBytes()
        .extensible(tag, channels, 44_100, bits)
        .chunk("fact", WavBytes.littleEndian(4).putInt(WAV_SAMPLES).array())
        .chunk("data", data)
        .riff();
  }

  /** What SoX wrote, from the tests of the reader. */
  private static byte[] recorded(String name) {
    try (InputStream in =
        WavBytes.class.getResourceAsStream("/dev/earshot/recordings/" + name + ".wav")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, byte[]> frames() {
    return Map.of(
        "right-int16", FuzzNode.frame(2, 27_200, 160, PcmEncoding.PCM_S16LE, true),
        "right-float32", FuzzNode.frame(2, 27_200, 160, PcmEncoding.PCM_F32LE, false),
        "right-restart", FuzzNode.frame(5, 0, 700, PcmEncoding.PCM_S16LE, false));
  }

  private static Map<String, byte[]> profiles() {
    SingleObject<NodeProfile> codec = SingleObject.of(NodeProfile.class);
    NodeProfile.Builder bare = NodeProfile.newBuilder().setNodeId(FuzzNode.ID);
    NodeProfile.Builder full =
        NodeProfile.newBuilder(bare)
            .setPlace("Marktplatz 1, Süd")
            .setLatitudeDeg(49.4)
            .setLongitudeDeg(11.07)
            .setCalibrationOffsetDb(94f)
            .setOpenThreshold(0.6f)
            .setCloseThreshold(0.2f)
            .setImmediateThreshold(0.9f)
            .setSigningKey(ByteBuffer.wrap(signed(), 0, FrameSignatures.KEY_BYTES));
    return Map.of(
        "right-bare", codec.encode(bare.build()), "right-full", codec.encode(full.build()));
  }

  private static byte[] decisions() {
    var needed = new Stretch.Needed(0.6f, 0.4f, 0.95f, 0.5);
    var pending =
        new Stretch(AlarmState.PENDING, 100, 900, 0.7f, 0.65f, needed, Outcome.OPENED_AFTER_FOR);
    var quiet = new Stretch(AlarmState.QUIET, 900, 1_700, 0.3f, 0.2f, needed, Outcome.SAMPLES_LOST);
    return KeptDecisions.add(
        new byte[0],
        List.of(
            new Decision(2, 1_000_000, 1_050_000, pending, OptionalLong.of(100)),
            new Decision(2, 1_050_000, 1_100_000, quiet, OptionalLong.empty())));
  }

  private static byte[] schedule() {
    NodeProfile.Builder profile = NodeProfile.newBuilder().setNodeId(FuzzNode.ID);
    return ProfileSchedule.NONE
        .with(profile.build(), 0)
        .flatMap(one -> one.with(profile.setInForceFrom(FuzzNode.START).build(), 0))
        .orElseThrow()
        .save();
  }

  private static Map<String, byte[]> states() {
    NodeLife life = FuzzNode.life(FuzzModel.node());
    return Map.of(
        "right-new", FuzzNode.hear(life, Optional.empty(), 1, 0, false),
        "right-eventful", FuzzNode.eventfulState(life));
  }
}
