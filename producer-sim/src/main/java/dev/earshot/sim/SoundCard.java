package dev.earshot.sim;

import dev.earshot.console.Failure;
import dev.earshot.recordings.Sound;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.TargetDataLine;

/** A microphone of this machine, by Java Sound. */
final class SoundCard implements Microphone {
  private static final AudioFormat FORMAT =
      new AudioFormat(Sound.SAMPLE_RATE_HZ, Short.SIZE, 1, true, false);
  private static final DataLine.Info LINE = new DataLine.Info(TargetDataLine.class, FORMAT);

  /** Two seconds: a pause of this process, or of the cluster, costs nothing that is shorter. */
  private static final int ROOM_BYTES = 2 * Sound.SAMPLE_RATE_HZ * Short.BYTES;

  private final String name;
  private final TargetDataLine line;

  private SoundCard(String name, TargetDataLine line) {
    this.name = name;
    this.line = line;
  }

  /**
   * The names of the devices that can be listened to.
   *
   * @throws Failure where there is none
   */
  static List<String> devices() {
    return required().stream().map(Mixer.Info::getName).toList();
  }

  private static List<Mixer.Info> required() {
    List<Mixer.Info> all = mixers();
    if (all.isEmpty()) {
      throw Failure.because(
          "this machine has no microphone that gives 16 kHz; connect one, or play a file with"
              + " './earshot replay'");
    }
    return all;
  }

  private static List<Mixer.Info> mixers() {
    return Arrays.stream(AudioSystem.getMixerInfo())
        .filter(info -> AudioSystem.getMixer(info).isLineSupported(LINE))
        .toList();
  }

  /**
   * Opens a device and begins to hear.
   *
   * @param device a part of its name; empty for the system's own choice
   * @throws Failure where there is none, or it can't be used
   */
  static SoundCard open(Optional<String> device) {
    List<Mixer.Info> all = required();
    Optional<Mixer.Info> wanted = device.map(name -> called(name, all));
    String name = wanted.orElse(all.get(0)).getName();
    try {
      TargetDataLine line =
          wanted.isPresent()
              ? (TargetDataLine) AudioSystem.getMixer(wanted.get()).getLine(LINE)
              : (TargetDataLine) AudioSystem.getLine(LINE);
      line.open(FORMAT, ROOM_BYTES);
      line.start();
      return new SoundCard(name, line);
    } catch (LineUnavailableException | SecurityException | IllegalArgumentException e) {
      throw Failure.because(
          "cannot listen to "
              + name
              + " ("
              + e.getMessage()
              + "); end what uses it, allow it, or give another --device",
          e);
    }
  }

  private static Mixer.Info called(String name, List<Mixer.Info> all) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return all.stream()
        .filter(info -> info.getName().toLowerCase(Locale.ROOT).contains(wanted))
        .findFirst()
        .orElseThrow(
            () -> Failure.because("no device is called '" + name + "'; --list-devices names all"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int keepsSamples() {
    return line.getBufferSize() / Short.BYTES;
  }

  @Override
  public int read(short[] into) {
    byte[] bytes = new byte[into.length * Short.BYTES];
    int read = line.read(bytes, 0, bytes.length);
    ByteBuffer.wrap(bytes, 0, read)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asShortBuffer()
        .get(into, 0, read / 2);
    return read / Short.BYTES;
  }

  @Override
  public int waitingSamples() {
    return line.available() / Short.BYTES;
  }

  @Override
  public void close() {
    line.stop();
    line.close();
  }
}
