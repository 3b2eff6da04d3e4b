package dev.earshot.processor.access;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Hashes of passwords: bcrypt in its usual notation, as {@code htpasswd -B} writes it too. */
final class Passwords {
  /** More characters would have no effect on a bcrypt hash. */
  static final int BYTES_MAX = 72;

  /** Of new hashes: 2^12 rounds, some 0.2 s of a core for each guess. */
  static final int COST = 12;

  /** Cheaper hashes are guessed too fast, dearer ones would let a log-in take minutes. */
  private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$1[0-4]\\$[./A-Za-z0-9]{53}");

  private Passwords() {}

  static String hash(String password) {
    return BcryptUtil.bcryptHash(password, COST);
  }

  /** Whether it is a bcrypt hash of a cost from 10 to 14. */
  static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }

  /**
   * Whether it is the hash of this password; takes as long as one guess should.
   *
   * @param hash for which {@link #isHash} holds
   */
  static boolean matches(String password, String hash) {
    // 2b is what some write for the very same hash
    return bytesIn(password) <= BYTES_MAX
        && BcryptUtil.matches(password, hash.replaceFirst("^\\$2b", "\\$2a"));
  }

  static int bytesIn(String password) {
    return password.getBytes(StandardCharsets.UTF_8).length;
  }
}
