package dev.earshot.recordings.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.recordings.Mixing;
import dev.earshot.recordings.Sound;
import dev.earshot.recordings.UrbanSoundClass;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SyntheticSoundsTest {
  private final SyntheticSounds city = new SyntheticSounds();

  /** A change of this value changes every demo's city: say so in the change log. */
  @Test
  void aSeedGivesTheSameSamplesOnEveryMachine() {
    SplittableRandom random = new SplittableRandom(20_260_101);
    MessageDigest digest = sha256();
    for (int i = 0; i < 12; i++) {
      add(digest, city.background(random));
      add(digest, city.event(random));
    }

    assertThat(HexFormat.of().formatHex(digest.digest()).substring(0, 16))
        .isEqualTo("1947cfd1ac7c3fed");
  }

  @Test
  void backgroundsAreNormalAndAsLoudAsFieldRecordings() {
    SplittableRandom random = new SplittableRandom(5);
    Set<String> labels = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      Sound sound = city.background(random);
      labels.add(sound.label());
      assertThat(sound.anomalous()).isFalse();
      assertThat(sound.fold()).isEmpty();
      assertThat(sound.durationSeconds()).isBetween(20.0, 60.0);
      assertThat(Mixing.decibels(Mixing.meanPower(sound.samples())))
          .as(sound.source())
          .isBetween(-40.0, -23.9);
      assertOnGrid(sound);
    }
    assertThat(labels).containsExactly("air", "babble", "footsteps", "hum", "music", "traffic");
  }

  @Test
  void noSecondOfABackgroundIsSilent() {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 20; i++) {
      Sound sound = city.background(random);
      for (int at = 0; at + 16_000 <= sound.samples().length; at += 16_000) {
        assertThat(Mixing.decibels(Mixing.meanPower(sound.samples(), at, 16_000)))
            .as("%s at %d s", sound.source(), at / 16_000)
            .isGreaterThan(-75);
      }
    }
  }

  @Test
  void eventsAreAnomalousClassesOfUrbanSound8K() {
    SplittableRandom random = new SplittableRandom(7);
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      Sound sound = city.event(random);
      counts.merge(sound.label(), 1, Integer::sum);
      assertThat(UrbanSoundClass.ofLabel(sound.label())).get().matches(UrbanSoundClass::anomalous);
      assertThat(sound.anomalous()).isTrue();
      assertThat(sound.durationSeconds()).isBetween(0.3, 7.0);
      assertThat(peak(sound)).isBetween(0.31f, 0.64f);
      assertOnGrid(sound);
    }
    assertThat(counts).containsOnlyKeys("car_horn", "dog_bark", "gun_shot", "jackhammer", "siren");
    assertThat(counts.values()).allMatch(n -> n > 20);
  }

  @Test
  void anEventBeginsAtOnce() {
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 100; i++) {
      Sound sound = city.event(random);
      double start = Mixing.meanPower(sound.samples(), 0, 3_200);
      assertThat(Mixing.decibels(start / Mixing.meanPower(sound.samples())))
          .as(sound.label())
          .isGreaterThan(-12);
    }
  }

  private static float peak(Sound sound) {
    float peak = 0;
    for (float sample : sound.samples()) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  private static void assertOnGrid(Sound sound) {
    for (float sample : sound.samples()) {
      if (sample * 32_768 != (short) (sample * 32_768)) {
        throw new AssertionError(sound.source() + ": " + sample + " is no 16-bit sample");
      }
    }
  }

  private static void add(MessageDigest digest, Sound sound) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * sound.samples().length);
    bytes.asFloatBuffer().put(sound.samples());
    digest.update(bytes);
    digest.update(sound.source().getBytes());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
