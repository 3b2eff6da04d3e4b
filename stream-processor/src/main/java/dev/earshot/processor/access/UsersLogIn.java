package dev.earshot.processor.access;

import dev.earshot.processor.access.Users.User;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.BasicAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/**
 * Logs the users of a file in by HTTP Basic. Quarkus' own realms of users decide at build time
 * whether there are any; here it is the command line that does, and without a file nobody is asked.
 */
@Singleton
class UsersLogIn
    implements HttpAuthenticationMechanism,
        IdentityProvider<UsernamePasswordAuthenticationRequest> {
  private final HttpAuthenticationMechanism basic =
      new BasicAuthenticationMechanism("Earshot", false);
  private final Optional<LogIns> logIns;

  UsersLogIn(AccessConfig config) {
    this.logIns = config.usersFile().map(Users::read).map(LogIns::new);
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    return logIns.isPresent()
        ? basic.authenticate(context, identities)
        : Uni.createFrom().nullItem();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return logIns.isPresent() ? basic.getChallenge(context) : Uni.createFrom().nullItem();
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return basic.getCredentialTypes();
  }

  @Override
  public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
    return UsernamePasswordAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
    String password = new String(request.getPassword().getPassword());
    return context.runBlocking(
        () ->
            logIns
                .flatMap(those -> those.of(request.getUsername(), password))
                .map(UsersLogIn::identityOf)
                .orElseThrow(AuthenticationFailedException::new));
  }

  private static SecurityIdentity identityOf(User user) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(user.name()))
        .addRole(user.role().word())
        .build();
  }
}
