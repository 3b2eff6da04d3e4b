package dev.earshot.processor.access;

import dev.earshot.processor.access.Verdict.Permitted;
import dev.earshot.processor.access.Verdict.Refused;
import dev.earshot.processor.access.Verdict.Unknown;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of docs/security.md: who may ask what over HTTP. Immutable.
 *
 * <p>Without users it is the request that has to be harmless: it only reads, and where this machine
 * alone is served the client also has to believe that it talks to this machine. A page of somebody
 * else that has its name resolve to 127.0.0.1 (DNS rebinding) gives itself away by that name.
 *
 * <p>With users, browsers send log-ins along whoever's page it is that has them ask. So what
 * changes something must not come from a page of somebody else (CSRF): browsers tell it by {@code
 * Sec-Fetch-Site}, older ones by {@code Origin}; what is no browser sends neither and cannot be
 * tricked.
 */
final class AccessRules {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> OWN_PAGE = Set.of("same-origin", "none");
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");
  private static final String FOR_ADMINS = "/api/admin";

  /** Sound, and what is near to it: read by operators where there are users. */
  private static final Pattern FOR_OPERATORS =
      Pattern.compile("/api/(audio|nodes/[^/]+/live)(/.*)?");

  private final Access access;

  AccessRules(Access access) {
    this.access = access;
  }

  /**
   * Judges a request.
   *
   * @param known whether somebody has logged in
   * @param role what that user may do most; empty where nobody has, or the user has none
   */
  Verdict judge(Ask ask, boolean known, Optional<Role> role) {
    if (access == Access.THIS_MACHINE
        && !ask.host().map(AccessRules::isThisMachine).orElse(false)) {
      return new Refused(
          "only requests to localhost or 127.0.0.1 are answered;"
              + " start the processor with --users or --oidc-url to serve others");
    }
    String way = way(ask.path());
    boolean reads = READING.contains(ask.method());
    if (!reads && isFromAnotherPage(ask)) {
      return new Refused("a page of another origin asks to change something");
    }
    if (access != Access.USERS) {
      return reads && !isForAdmins(way)
          ? new Permitted()
          : new Refused(
              "without users it is read-only; start the processor with --users or --oidc-url");
    }
    if (!known) {
      return new Unknown();
    }
    Role needed = needed(way, reads);
    return role.filter(has -> has.covers(needed)).isPresent()
        ? new Permitted()
        : new Refused("that needs the role " + needed.word());
  }

  private static Role needed(String way, boolean reads) {
    if (isForAdmins(way)) {
      return Role.ADMIN;
    }
    return reads && !FOR_OPERATORS.matcher(way).matches() ? Role.VIEWER : Role.OPERATOR;
  }

  private static boolean isForAdmins(String way) {
    return way.equals(FOR_ADMINS) || way.startsWith(FOR_ADMINS + "/");
  }

  /** The path as REST goes by it: without what segments have behind a semicolon. */
  private static String way(String path) {
    return path.replaceAll(";[^/]*", "").replaceAll("/+", "/");
  }

  private static boolean isThisMachine(String host) {
    return THIS_MACHINE.matcher(host).matches();
  }

  private static boolean isFromAnotherPage(Ask ask) {
    if (ask.fetchSite().isPresent()) {
      return !OWN_PAGE.contains(ask.fetchSite().get());
    }
    return ask.origin().isPresent()
        && !ask.host().equals(ask.origin().flatMap(AccessRules::hostOf));
  }

  /** Empty for {@code null}, which is what a browser says of a page that has no origin to show. */
  private static Optional<String> hostOf(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
