package dev.earshot.processor.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.processor.access.Verdict.Permitted;
import dev.earshot.processor.access.Verdict.Refused;
import dev.earshot.processor.access.Verdict.Unknown;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {
  private static final String NODES = "/api/nodes";

  private static Ask ask(String method, String path) {
    return new Ask(method, path, Optional.of("localhost:8080"), Optional.empty(), Optional.empty());
  }

  private static Ask from(String host) {
    return new Ask("GET", NODES, Optional.of(host), Optional.empty(), Optional.empty());
  }

  private static Ask changing(Optional<String> origin, Optional<String> fetchSite) {
    return new Ask("PUT", NODES, Optional.of("city.example:8443"), origin, fetchSite);
  }

  private static Verdict nobody(Access access, Ask ask) {
    return new AccessRules(access).judge(ask, false, Optional.empty());
  }

  private static Verdict user(Role role, Ask ask) {
    return new AccessRules(Access.USERS).judge(ask, true, Optional.of(role));
  }

  @Test
  void withoutUsersEverybodyReadsAndNobodyWrites() {
    for (Access access : new Access[] {Access.THIS_MACHINE, Access.ANYONE}) {
      assertThat(nobody(access, ask("GET", NODES))).isInstanceOf(Permitted.class);
      assertThat(nobody(access, ask("HEAD", "/"))).isInstanceOf(Permitted.class);
      for (String method : new String[] {"PUT", "POST", "DELETE", "PATCH", "TRACE", "ANY"}) {
        assertThat(nobody(access, ask(method, NODES))).as(method).isInstanceOf(Refused.class);
      }
      assertThat(nobody(access, ask("GET", "/api/admin/x"))).isInstanceOf(Refused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/audio",
        "/api/audio/",
        "//api//audio/a",
        "/api/audio/node-1:7:16000",
        "/api/audio;x=y/a",
        "/api/nodes/a%2Fb/live"
      })
  void soundAndWhatIsNearToItIsForOperatorsWhereThereAreUsers(String path) {
    assertThat(user(Role.VIEWER, ask("GET", path))).isInstanceOf(Refused.class);
    assertThat(user(Role.OPERATOR, ask("GET", path))).isInstanceOf(Permitted.class);
    assertThat(nobody(Access.USERS, ask("GET", path))).isInstanceOf(Unknown.class);
    assertThat(nobody(Access.THIS_MACHINE, ask("GET", path))).isInstanceOf(Permitted.class);
    assertThat(nobody(Access.THIS_MACHINE, ask("DELETE", path))).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:1", "127.9.9.9", "[::1]:8080"})
  void thisMachineIsKnownByItsNames(String host) {
    assertThat(nobody(Access.THIS_MACHINE, from(host))).isInstanceOf(Permitted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example:8080",
        "192.0.2.1:8080",
        "[::2]",
        ""
      })
  void aNameThatOnlyLeadsToThisMachineIsRefused(String host) {
    assertThat(nobody(Access.THIS_MACHINE, from(host))).isInstanceOf(Refused.class);
    assertThat(nobody(Access.ANYONE, from(host))).isInstanceOf(Permitted.class);
  }

  @Test
  void aClientThatDoesNotSayWhomItMeansIsRefused() {
    Ask ask = new Ask("GET", NODES, Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(nobody(Access.THIS_MACHINE, ask)).isInstanceOf(Refused.class);
  }

  @Test
  void whoIsNotKnownIsAskedFirst() {
    assertThat(nobody(Access.USERS, ask("GET", "/"))).isInstanceOf(Unknown.class);
    assertThat(nobody(Access.USERS, ask("DELETE", NODES))).isInstanceOf(Unknown.class);
  }

  @Test
  void aRoleAllowsWhatItIsFor() {
    assertThat(user(Role.VIEWER, ask("GET", NODES))).isInstanceOf(Permitted.class);
    assertThat(user(Role.VIEWER, ask("PUT", NODES))).isInstanceOf(Refused.class);
    assertThat(user(Role.OPERATOR, ask("PUT", NODES))).isInstanceOf(Permitted.class);
    assertThat(user(Role.OPERATOR, ask("GET", "/api/admin/users"))).isInstanceOf(Refused.class);
    assertThat(user(Role.OPERATOR, ask("DELETE", "/api/admin"))).isInstanceOf(Refused.class);
    assertThat(user(Role.ADMIN, ask("DELETE", "/api/admin"))).isInstanceOf(Permitted.class);
    assertThat(user(Role.ADMIN, ask("GET", "/"))).isInstanceOf(Permitted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/admin;x=1",
        "/api/admin;/users",
        "/api;x=1;y/admin/users",
        "/api/;x/admin",
        "/api//admin"
      })
  void parametersInAPathLeadNobodyPastTheAdmins(String path) {
    assertThat(user(Role.OPERATOR, ask("GET", path))).isInstanceOf(Refused.class);
    assertThat(user(Role.ADMIN, ask("GET", path))).isInstanceOf(Permitted.class);
  }

  @Test
  void aUserWithoutARoleMayNothing() {
    Verdict verdict = new AccessRules(Access.USERS).judge(ask("GET", "/"), true, Optional.empty());
    assertThat(verdict).isEqualTo(new Refused("that needs the role viewer"));
  }

  @Test
  void somebodyElsesPageChangesNothingThroughAUsersBrowser() {
    Optional<String> none = Optional.empty();
    for (String site : new String[] {"cross-site", "same-site"}) {
      assertThat(user(Role.ADMIN, changing(none, Optional.of(site)))).isInstanceOf(Refused.class);
    }
    for (String origin : new String[] {"https://evil.example", "null", "http://", "city.example"}) {
      assertThat(user(Role.ADMIN, changing(Optional.of(origin), none)))
          .as(origin)
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void theOwnPageAndWhatIsNoBrowserMayChange() {
    Optional<String> none = Optional.empty();
    Optional<String> own = Optional.of("https://city.example:8443");
    assertThat(user(Role.OPERATOR, changing(own, none))).isInstanceOf(Permitted.class);
    assertThat(user(Role.OPERATOR, changing(none, none))).isInstanceOf(Permitted.class);
    assertThat(user(Role.OPERATOR, changing(own, Optional.of("same-origin"))))
        .isInstanceOf(Permitted.class);
  }
}
