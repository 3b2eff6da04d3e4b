package dev.earshot.sim;

import static dev.earshot.sim.Cities.RATE;
import static dev.earshot.sim.Cities.tone;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventShapeTest {
  private static final int STEP = EventShape.STEP_SAMPLES;
  private static final int FADE = EventShape.FADE_SAMPLES;

  @Test
  void silenceAroundAnEventIsCutOff() {
    float[] sound = new float[2 * RATE];
    System.arraycopy(tone(RATE / 2, 500, 0.5), 0, sound, 40 * STEP, RATE / 2);
    assertThat(EventShape.of(sound)).hasSize(RATE / 2);
  }

  @Test
  void silenceWithinAnEventStays() {
    float[] sound = new float[RATE];
    System.arraycopy(tone(RATE / 10, 500, 0.5), 0, sound, 0, RATE / 10);
    System.arraycopy(tone(RATE / 10, 500, 0.5), 0, sound, RATE - RATE / 10, RATE / 10);
    assertThat(EventShape.of(sound)).hasSize(RATE);
  }

  @Test
  void theEdgesAreFadedAndTheMiddleIsNot() {
    float[] sound = tone(RATE, 500, 0.5);
    float[] event = EventShape.of(sound);
    assertThat(Math.abs(event[0])).isLessThan(0.001f);
    assertThat(Math.abs(event[RATE - 1])).isLessThan(0.001f);
    assertThat(Arrays.equals(event, FADE, RATE - FADE, sound, FADE, RATE - FADE)).isTrue();
  }

  @Test
  void theOnsetOfABlowStaysAsItIs() {
    float[] shot = new float[RATE / 2];
    for (int i = 0; i < shot.length; i++) {
      shot[i] = (float) (0.9 * Math.exp(-i / 400.0) * (i % 2 == 0 ? 1 : -1));
    }
    float[] event = EventShape.of(shot);
    assertThat(event[0]).isEqualTo(shot[0]);
    assertThat(event.length).isLessThan(shot.length); // what has died away is cut off
    assertThat(Math.abs(event[event.length - 1])).isLessThan(Math.abs(shot[event.length - 1]));
  }

  @Test
  void theSoundItselfIsNotChanged() {
    float[] sound = tone(RATE, 500, 0.5);
    EventShape.of(sound);
    assertThat(sound).isEqualTo(tone(RATE, 500, 0.5));
  }

  @Test
  void ofNothingNothingIsLeft() {
    assertThat(EventShape.of(new float[0])).isEmpty();
    assertThat(EventShape.of(new float[RATE])).isEmpty();
    assertThat(EventShape.of(new float[] {0.5f})).hasSize(1);
  }
}
