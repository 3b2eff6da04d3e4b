package dev.earshot.processor.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.console.Failure;
import dev.earshot.console.Secrets;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Which processor to ask by REST, and as whom: a picocli mixin. Passwords and tokens come by the
 * environment or are asked for; the command line is for everybody to see.
 */
public final class ServerOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PASSWORD = "EARSHOT_PASSWORD";
  private static final String TOKEN = "EARSHOT_TOKEN";
  private static final int OK = 200;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "Where a processor serves its page (default: ${DEFAULT-VALUE}).")
  private URI url;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = {
        "A user, where there are users. The password is asked for, or taken from EARSHOT_PASSWORD;",
        "of a provider's user a token from EARSHOT_TOKEN."
      })
  private Optional<String> user = Optional.empty();

  /** A text as a segment of a path, or as a value of a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * What the processor answers, as JSON.
   *
   * @param path with its query, both encoded
   * @throws Failure where the processor does not answer, or refuses
   */
  public JsonNode json(String path) {
    byte[] answer = get(path);
    try {
      return JsonMapper.builder().build().readTree(answer);
    } catch (IOException e) {
      throw Failure.because(url + " answers no JSON; is it a processor's page? mend --url", e);
    }
  }

  /** The same as it is; fails as {@link #json} does. */
  public byte[] get(String path) {
    Secrets.refuseIn("--url", url);
    HttpResponse<byte[]> answer;
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path)).timeout(PATIENCE);
      logIn().ifPresent(header -> request.header("Authorization", header));
      answer =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw Failure.because("no processor answers at " + url + "; mend --url (" + e + ")", e);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--url is " + url + ", needs to be as http://127.0.0.1:8080");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.because("interrupted", e);
    }
    if (answer.statusCode() != OK) {
      throw Failure.because(refusal(answer));
    }
    return answer.body();
  }

  private Optional<String> logIn() {
    Optional<String> token = Optional.ofNullable(System.getenv(TOKEN));
    return user.map(
            name -> {
              String pair = name + ":" + password();
              byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
              return "Basic " + Base64.getEncoder().encodeToString(bytes);
            })
        .or(() -> token.map(value -> "Bearer " + value));
  }

  private static String password() {
    return Optional.ofNullable(System.getenv(PASSWORD))
        .or(() -> Optional.ofNullable(System.console()).map(ServerOptions::ask))
        .orElseThrow(() -> Failure.because("--user needs a password: set " + PASSWORD));
  }

  private static String ask(Console console) {
    char[] typed = console.readPassword("password: ");
    return typed == null ? "" : new String(typed);
  }

  private static String refusal(HttpResponse<byte[]> answer) {
    return switch (answer.statusCode()) {
      case 401 -> "it asks who you are: give --user, or EARSHOT_TOKEN";
      case 403 -> "not for this user: " + new String(answer.body(), StandardCharsets.UTF_8);
      default -> said(answer.body()).orElse("the processor answers " + answer.statusCode());
    };
  }

  private static Optional<String> said(byte[] body) {
    try {
      return Optional.ofNullable(JsonMapper.builder().build().readTree(body).get("error"))
          .map(JsonNode::asText);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
