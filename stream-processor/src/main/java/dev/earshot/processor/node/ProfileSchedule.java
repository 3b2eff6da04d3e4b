package dev.earshot.processor.node;

import dev.earshot.contracts.SingleObject;
import dev.earshot.contracts.UndecodableException;
import dev.earshot.v1.NodeProfile;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an operator says of one node, and from when on. Of the profiles whose time has come, the one
 * that was said last stands; so one that is said takes the place of all that are to come into force
 * when it does, or later. Immutable.
 *
 * <p>Saved as {@code [1][count]} and, for each, {@code [from][length][profile]}, by time,
 * big-endian; a lone profile, as versions before kept it, is read too. Bytes of another form say
 * nothing.
 */
public final class ProfileSchedule {
  /** So many are kept of a node. */
  public static final int KEPT = 8;

  /** Why one more is not kept. */
  public static final String NO_ROOM =
      KEPT + " profiles of the node are kept, and all but one wait for their time; no more can";

  /** Nothing is said. */
  public static final ProfileSchedule NONE = new ProfileSchedule(List.of());

  /** From before every time. */
  private static final long ALWAYS = Long.MIN_VALUE;

  private static final byte FORM = 1;
  private static final int OVERHEAD = Long.BYTES + Integer.BYTES;
  private static final SingleObject<NodeProfile> CODEC = SingleObject.of(NodeProfile.class);

  /** Decoded when asked for: a frame needs one of them. */
  private record Version(long fromMicros, byte[] profile) {}

  private final List<Version> versions; // by time

  private ProfileSchedule(List<Version> versions) {
    this.versions = List.copyOf(versions);
  }

  /** Reads what {@link #save} wrote; empty bytes say nothing. */
  public static ProfileSchedule read(byte[] saved) {
    try {
      return saved.length > 0 && saved[0] == FORM
          ? new ProfileSchedule(versions(ByteBuffer.wrap(saved, 1, saved.length - 1)))
          : ofOne(saved);
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
      return NONE;
    }
  }

  private static List<Version> versions(ByteBuffer from) {
    int count = from.get();
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long fromMicros = from.getLong();
      int length = from.getInt();
      if (length < 0 || length > from.remaining()) {
        throw new IllegalArgumentException("a profile of " + length + " bytes");
      }
      byte[] profile = new byte[length];
      from.get(profile);
      versions.add(new Version(fromMicros, profile));
    }
    return versions;
  }

  private static ProfileSchedule ofOne(byte[] saved) {
    return decoded(saved)
        .map(profile -> new ProfileSchedule(List.of(new Version(fromMicros(profile), saved))))
        .orElse(NONE);
  }

  private static Optional<NodeProfile> decoded(byte[] profile) {
    try {
      return Optional.of(CODEC.decode(profile));
    } catch (UndecodableException e) {
      return Optional.empty();
    }
  }

  private static long fromMicros(NodeProfile profile) {
    return Optional.ofNullable(profile.getInForceFrom()).map(Micros::of).orElse(ALWAYS);
  }

  /**
   * This and what is said now.
   *
   * @param saidAtMs the record's timestamp: what had been superseded by then makes room
   * @return empty where {@value #KEPT} are kept already, and all but the first are yet to come
   */
  public Optional<ProfileSchedule> with(NodeProfile said, long saidAtMs) {
    long fromMicros = fromMicros(said);
    List<Version> all = new ArrayList<>(versions);
    all.removeIf(version -> version.fromMicros >= fromMicros);
    all.add(new Version(fromMicros, CODEC.encode(said)));
    if (all.size() > KEPT) {
      if (Math.floorDiv(all.get(1).fromMicros, 1_000) > saidAtMs) {
        return Optional.empty();
      }
      all.remove(0);
    }
    return Optional.of(new ProfileSchedule(all));
  }

  /**
   * What stands at a time; empty where nothing does.
   *
   * @param micros event time, microseconds since the epoch
   */
  public Optional<NodeProfile> at(long micros) {
    return versions.stream()
        .filter(version -> version.fromMicros <= micros)
        .reduce((earlier, later) -> later)
        .flatMap(version -> decoded(version.profile));
  }

  /** All that are kept, by the time from which on they stand; {@code in_force_from} says it. */
  public List<NodeProfile> all() {
    return versions.stream()
        .map(version -> decoded(version.profile))
        .flatMap(Optional::stream)
        .toList();
  }

  /** To be kept. */
  public byte[] save() {
    int length = versions.stream().mapToInt(version -> OVERHEAD + version.profile.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(2 + length).put(FORM).put((byte) versions.size());
    for (Version version : versions) {
      bytes.putLong(version.fromMicros).putInt(version.profile.length).put(version.profile);
    }
    return bytes.array();
  }
}
