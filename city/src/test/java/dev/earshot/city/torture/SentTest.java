package dev.earshot.city.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentTest {
  @Test
  void keepsTheOrderOfSendingWhateverTheProducerLearnsOfFirst() {
    Message first = message("first");
    Message second = message("second");
    Sent sent = new Sent();

    sent.add(3, 1, second);
    sent.add(3, 0, first);

    assertThat(sent.of(3)).containsExactly(Sent.digest(first), Sent.digest(second));
    assertThat(sent.of(4)).isEmpty();
  }

  @Test
  void tellsMessagesApart() {
    byte[] key = {1};
    assertThat(
            new long[] {
              Sent.digest(new Message(key, Optional.empty(), 1)),
              Sent.digest(new Message(key, Optional.of(new byte[0]), 1)),
              Sent.digest(new Message(key, Optional.of(new byte[] {1}), 1)),
              Sent.digest(new Message(new byte[] {1, 1}, Optional.of(new byte[0]), 1)),
              Sent.digest(new Message(key, Optional.empty(), 2))
            })
        .doesNotHaveDuplicates();
  }

  private static Message message(String text) {
    return new Message(new byte[] {1}, Optional.of(text.getBytes(StandardCharsets.UTF_8)), 1);
  }
}
