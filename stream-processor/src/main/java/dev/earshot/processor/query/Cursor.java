package dev.earshot.processor.query;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * A place in a list that is newest first: behind the one that began at this time and has this id.
 * It stays where it is while newer ones are added, and when that one is gone. Immutable.
 *
 * @param at when that one began
 * @param id of that one
 */
public record Cursor(Instant at, String id) {
  /** Longer texts are no cursors. */
  private static final int TEXT_LENGTH_MAX = 1_000;

  /** As a client gets it; what is in it is nobody's business. */
  public String text() {
    byte[] name = id.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + name.length)
            .putLong(at.getEpochSecond())
            .putInt(at.getNano())
            .put(name);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The cursor that a client brings back.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static Cursor of(String text) {
    try {
      if (text.length() <= TEXT_LENGTH_MAX) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        Instant at = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
        return new Cursor(at, StandardCharsets.UTF_8.decode(bytes).toString());
      }
    } catch (RuntimeException e) {
      // said below
    }
    throw new IllegalArgumentException("cursor is none that was given; leave it out to begin anew");
  }

  /** Whether one that began then and has this id is behind this place. */
  boolean isBefore(Instant began, String itsId) {
    int order = began.compareTo(at);
    return order < 0 || order == 0 && itsId.compareTo(id) > 0;
  }
}
