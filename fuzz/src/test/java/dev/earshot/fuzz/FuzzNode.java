package dev.earshot.fuzz;

import dev.earshot.contracts.SingleObject;
import dev.earshot.processor.node.Admission;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.processor.node.Frame;
import dev.earshot.processor.node.FrameAdmission;
import dev.earshot.processor.node.ModelSchedule;
import dev.earshot.processor.node.NodeLife;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.NodeModel;
import dev.earshot.v1.NodeProfile;
import dev.earshot.v1.PcmEncoding;
import dev.earshot.v1.PcmFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SplittableRandom;

/** A node that behaves, of the model {@link FuzzModel}, and what its life leaves behind. */
final class FuzzNode {
  static final String ID = "node-1";
  static final byte[] KEY = ID.getBytes(StandardCharsets.UTF_8);
  static final int RATE_HZ = 16_000;
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final long TIMESTAMP_MS = START.plus(1, ChronoUnit.HOURS).toEpochMilli();

  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final SingleObject<PcmFrame> FRAMES = SingleObject.of(PcmFrame.class);

  private FuzzNode() {}

  static NodeLife life(NodeModel model) {
    return new NodeLife(
        ModelSchedule.Entry.always(model), model.scorers().get(), SILENCE, NodeMetrics.NONE);
  }

  /** Noise, loud or hardly any. */
  static byte[] frame(long session, long first, int samples, PcmEncoding encoding, boolean loud) {
    return FRAMES.encode(
        PcmFrame.newBuilder()
            .setNodeId(ID)
            .setSession(session)
            .setFirstSample(first)
            .setCapturedAt(START.plusMillis(first * 1000 / RATE_HZ))
            .setSampleRateHz(RATE_HZ)
            .setEncoding(encoding)
            .setSamples(noise(first, samples, encoding, loud ? 0.5 : 0.001))
            .build());
  }

  private static ByteBuffer noise(long seed, int samples, PcmEncoding encoding, double amplitude) {
    SplittableRandom random = new SplittableRandom(seed);
    ByteBuffer pcm = ByteBuffer.allocate(samples * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++) {
      double sample = random.nextDouble(-amplitude, amplitude);
      if (encoding == PcmEncoding.PCM_F32LE) {
        pcm.putFloat((float) sample);
      } else {
        pcm.putShort((short) (sample * Short.MAX_VALUE));
      }
    }
    return pcm.flip();
  }

  static Frame admitted(byte[] record) {
    Admission<Frame> admission = new FrameAdmission(RATE_HZ).admit(KEY, record, TIMESTAMP_MS);
    return ((Admitted<Frame>) admission).value();
  }

  /** The state after a restart, a gap, a refused frame and amid an anomaly. */
  static byte[] eventfulState(NodeLife life) {
    byte[] state = hear(life, Optional.empty(), 1, 0, false);
    state = hear(life, Optional.of(state), 2, 0, false);
    state = hear(life, Optional.of(state), 2, 8_000, false);
    for (int i = 0; i < 5; i++) {
      state = hear(life, Optional.of(state), 2, 11_200 + 3_200 * i, true);
    }
    return hear(life, Optional.of(state), 3, 160, false);
  }

  static byte[] hear(
      NodeLife life, Optional<byte[]> state, long session, long first, boolean loud) {
    life.wake(ID, state, Optional.<NodeProfile>empty(), Nowhere.OUTPUT);
    life.hear(admitted(frame(session, first, 3_200, PcmEncoding.PCM_S16LE, loud)), first);
    return life.save();
  }
}
