package dev.earshot.processor;

import dev.earshot.console.Failure;
import dev.earshot.console.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Users who log in elsewhere, by OpenID Connect: a picocli mixin. */
final class OidcOptions {
  private static final String SECRET_VARIABLE = "EARSHOT_OIDC_SECRET";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(
      names = "--oidc-url",
      paramLabel = "URL",
      description = "Users log in at this OpenID Connect provider (its issuer's URL).")
  private URI url;

  @Option(
      names = "--oidc-client",
      paramLabel = "ID",
      description = "Earshot's name there; its secret is in $" + SECRET_VARIABLE + ".")
  private String client;

  @Option(
      names = "--oidc-secret-file",
      paramLabel = "FILE",
      description = "A file with the secret, in place of $" + SECRET_VARIABLE + ".")
  private Path secretFile;

  @Option(
      names = "--oidc-audience",
      paramLabel = "NAME",
      description =
          "Whom bearer tokens need to be meant for (default: --oidc-client); any: anybody.")
  private String audience;

  /** Whether users log in there. */
  boolean used() {
    return url != null;
  }

  /**
   * Looks whether the provider answers.
   *
   * @param insecure whether it may be talked to in plain text
   * @throws Failure for what the user can mend
   */
  void check(boolean insecure) {
    if ((url == null) != (client == null)) {
      throw Failure.usage("--oidc-url and --oidc-client go together");
    }
    if (url == null) {
      if (secretFile != null || audience != null) {
        throw Failure.usage("--oidc-secret-file and --oidc-audience need --oidc-url");
      }
      return;
    }
    Secrets.refuseIn("--oidc-url", url);
    boolean plain = "http".equals(url.getScheme());
    if (url.getHost() == null || !plain && !"https".equals(url.getScheme())) {
      throw Failure.usage("--oidc-url needs to be as https://HOST/...: " + url);
    }
    if (plain && !insecure && !HttpOptions.isThisMachine(url.getHost())) {
      throw Failure.usage(
          "--oidc-url " + url + " would send secrets in plain text: give an https address");
    }
    secret();
    askProvider();
  }

  private void askProvider() {
    URI discovery =
        URI.create(url.toString().replaceFirst("/+$", "") + "/.well-known/openid-configuration");
    try {
      int status =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(discovery).timeout(PATIENCE).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status != 200) {
        throw Failure.because(discovery + " answers " + status + "; mend --oidc-url");
      }
    } catch (IOException e) {
      throw Failure.because(
          "no provider answers at %s (%s); start it or mend --oidc-url"
              .formatted(discovery, e.getClass().getSimpleName()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.because("interrupted while asking " + discovery, e);
    }
  }

  private Optional<String> secret() {
    if (secretFile == null) {
      return Optional.ofNullable(System.getenv(SECRET_VARIABLE));
    }
    try {
      return Optional.of(Files.readString(secretFile).strip());
    } catch (IOException e) {
      throw Failure.because(
          "cannot read --oidc-secret-file %s (%s)"
              .formatted(secretFile, e.getClass().getSimpleName()),
          e);
    }
  }

  /** What was said as Quarkus calls it. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (url == null) {
      return settings;
    }
    settings.put("quarkus.oidc.tenant-enabled", "true");
    settings.put("quarkus.oidc.auth-server-url", url.toString());
    settings.put("quarkus.oidc.client-id", client);
    settings.put("quarkus.oidc.token.audience", Optional.ofNullable(audience).orElse(client));
    secret().ifPresent(word -> settings.put("quarkus.oidc.credentials.secret", word));
    return settings;
  }
}
