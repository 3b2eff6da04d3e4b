package dev.earshot.processor.access;

import dev.earshot.processor.access.Users.User;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a name and a password are those of a user. Guessing is slow: every wrong pair costs a
 * whole bcrypt hash, whether there is such a user or not, and one is computed at a time, so that
 * those who guess never take more than one core from the processor. A pair that was right is known
 * again by a keyed digest, as browsers send it with every request.
 *
 * <p>Thread-safe.
 */
final class LogIns {
  private static final int KEY_BYTES = 32;
  private static final String DIGEST = "HmacSHA256";
  private static final long PATIENCE_SECONDS = 5;

  /** Whose turn comes in time; more would hold threads that those need who have logged in. */
  private static final int WAITING_MAX = 25;

  private final Users users;
  private final String hashOfNobody = Passwords.hash("nobody");
  private final SecretKeySpec key;
  private final Map<String, byte[]> rightOnes = new ConcurrentHashMap<>(); // by user, one each
  private final Semaphore turn = new Semaphore(1, true);

  LogIns(Users users) {
    this.users = users;
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, DIGEST);
  }

  /**
   * The user who has this name and password; empty where there is none, or where so many are
   * guessing that its turn does not come within some seconds. Blocks.
   */
  Optional<User> of(String name, String password) {
    Optional<User> named = users.called(name);
    byte[] digest = digest(password);
    boolean seen =
        named.isPresent() && MessageDigest.isEqual(digest, rightOnes.get(named.get().name()));
    if (seen) {
      return named;
    }
    if (!hashed(password, named.map(User::hash).orElse(hashOfNobody)) || named.isEmpty()) {
      return Optional.empty();
    }
    rightOnes.put(named.get().name(), digest);
    return named;
  }

  private boolean hashed(String password, String hash) {
    try {
      if (turn.getQueueLength() >= WAITING_MAX
          || !turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      return Passwords.matches(password, hash);
    } finally {
      turn.release();
    }
  }

  private byte[] digest(String password) {
    try {
      Mac mac = Mac.getInstance(DIGEST);
      mac.init(key);
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + DIGEST, e);
    }
  }
}
