package dev.earshot.processor.access;

import dev.earshot.processor.access.Verdict.Permitted;
import dev.earshot.processor.access.Verdict.Refused;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Has {@link AccessRules} judge every request to the page and REST, before anything else sees it.
 */
@Singleton
class HttpGuard implements HttpSecurityPolicy {
  private static final int FORBIDDEN = 403;

  private final AccessRules rules;

  HttpGuard(AccessConfig config) {
    this.rules = new AccessRules(config.access());
  }

  @Override
  public Uni<CheckResult> checkPermission(
      RoutingContext context,
      Uni<SecurityIdentity> identity,
      AuthorizationRequestContext blocking) {
    return identity.map(who -> answer(context, who));
  }

  private CheckResult answer(RoutingContext context, SecurityIdentity who) {
    Verdict verdict =
        rules.judge(askOf(context), !who.isAnonymous(), Role.strongestOf(who.getRoles()));
    if (verdict instanceof Refused refused) {
      // answered here: Quarkus would not say why
      context
          .response()
          .setStatusCode(FORBIDDEN)
          .putHeader("Content-Type", "text/plain; charset=utf-8")
          .end(refused.why() + "\n");
      // nothing goes on behind an answer, and a refusal would ask who it is
      return CheckResult.PERMIT;
    }
    return verdict instanceof Permitted ? CheckResult.PERMIT : CheckResult.DENY;
  }

  private static Ask askOf(RoutingContext context) {
    HttpServerRequest request = context.request();
    return new Ask(
        request.method().name(),
        context.normalizedPath(),
        Optional.ofNullable(request.authority()).map(Object::toString),
        Optional.ofNullable(request.getHeader("Origin")),
        Optional.ofNullable(request.getHeader("Sec-Fetch-Site")));
  }
}
