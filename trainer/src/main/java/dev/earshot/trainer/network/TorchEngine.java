package dev.earshot.trainer.network;

import ai.djl.engine.Engine;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * DJL's PyTorch engine, set up in one place: no look-ups on the network, no usage reports, one
 * thread. With one thread the same seed gives the same weights to the last bit, and on a small
 * machine it is far faster too: PyTorch's threads otherwise spin while they wait for each other.
 */
public final class TorchEngine {
  /** Kept, since the logging system forgets levels of loggers that nobody holds. */
  private static final Logger DJL_LOG = Logger.getLogger("ai.djl");

  static {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.default_engine", "PyTorch");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    DJL_LOG.setLevel(Level.WARNING);
  }

  private TorchEngine() {}

  /** The engine, loaded with its native libraries on first use. */
  public static Engine get() {
    return Engine.getEngine("PyTorch");
  }
}
