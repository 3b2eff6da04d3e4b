package dev.earshot.city.security;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * As much of an OpenID Connect provider as a client needs: discovery, keys, and a token for
 * whatever code it is shown.
 */
final class FakeOidcProvider implements AutoCloseable {
  private final HttpServer server;
  private final RsaJsonWebKey key;
  private final AtomicReference<String> tokenRequest = new AtomicReference<>("");
  private final String client;

  FakeOidcProvider(String client) throws IOException, JoseException {
    this.client = client;
    key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId("k1");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/.well-known/openid-configuration", this::discovery);
    answer("/keys", () -> "{\"keys\":[%s]}".formatted(key.toJson(OutputControlLevel.PUBLIC_ONLY)));
    server.createContext("/token", this::giveTokens);
    server.start();
  }

  private interface Text {
    String get() throws JoseException;
  }

  private void answer(String path, Text text) {
    server.createContext(path, exchange -> send(exchange, text));
  }

  private static void send(HttpExchange exchange, Text text) throws IOException {
    try (exchange) {
      byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (JoseException e) {
      throw new IOException(e);
    }
  }

  private void giveTokens(HttpExchange exchange) throws IOException {
    tokenRequest.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    send(
        exchange,
        () ->
            "{\"access_token\":\"%s\",\"id_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":300}"
                .formatted(token(client, "viewer"), token(client, "viewer")));
  }

  private String discovery() {
    return "{\"issuer\":\"%1$s\",\"authorization_endpoint\":\"%1$s/auth\",\"token_endpoint\":\"%1$s/token\",\"jwks_uri\":\"%1$s/keys\"}"
        .formatted(url());
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What the client last said when it asked for tokens. */
  String tokenRequest() {
    return tokenRequest.get();
  }

  /** A token that says who has these roles, meant for an audience. */
  String token(String audience, String... roles) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(url());
    claims.setSubject("ada");
    claims.setAudience(audience);
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(5);
    claims.setStringListClaim("groups", List.of(roles));
    return signed(claims, key);
  }

  /** The same, but that somebody else has signed it. */
  String forged(String audience, String... roles) {
    try {
      RsaJsonWebKey other = RsaJwkGenerator.generateJwk(2048);
      other.setKeyId(key.getKeyId());
      JwtClaims claims = new JwtClaims();
      claims.setIssuer(url());
      claims.setAudience(audience);
      claims.setExpirationTimeMinutesInTheFuture(5);
      claims.setStringListClaim("groups", List.of(roles));
      return signed(claims, other);
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(JwtClaims claims, RsaJsonWebKey by) {
    try {
      JsonWebSignature token = new JsonWebSignature();
      token.setPayload(claims.toJson());
      token.setKey(by.getPrivateKey());
      token.setKeyIdHeaderValue(by.getKeyId());
      token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
      return token.getCompactSerialization();
    } catch (JoseException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
