package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final Secrets NONE_KNOWN = Secrets.of(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssl.keystore.password",
        "producer.ssl.truststore.password",
        "sasl.jaas.config",
        "ssl.keystore.key",
        "EARSHOT_KAFKA_SASL_JAAS_CONFIG",
        "EARSHOT_KAFKA_SSL_KEYSTORE_KEY",
        "QUARKUS_OIDC_CREDENTIALS_SECRET",
        "GITHUB_TOKEN",
        "KAFKA_PASS",
        "KAFKA_PW"
      })
  void aNameSaysThatItIsASecret(String name) {
    assertThat(Secrets.isSecret(name)).isTrue();
    assertThat(NONE_KNOWN.without(Map.of(name, "hush-hush"))).containsEntry(name, "(left out)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap.servers",
        "security.protocol",
        "sasl.oauthbearer.token.endpoint.url",
        "key.serializer",
        "keyboard",
        "PWD",
        "bypass"
      })
  void otherNamesAreShown(String name) {
    assertThat(NONE_KNOWN.without(Map.of(name, "a,b"))).containsEntry(name, "a,b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dssl.key.password=hush-hush -Xmx1g",
        "{\"client_secret\": \"hush-hush\", \"n\": 3}",
        "password = 'hush-hush'",
        "username=\"ada\" password=\"hush-hush\";",
        "{\"password\": \"a\\\"hush-hush\", \"n\": 3}",
        "Authorization: Bearer hush-hush-hush",
        "Cookie: theme=dark; q_session_chunk_1=hush-hush",
        "https://ada:hush-hush@registry:8081/x",
        "ada=operator,$2a$10$hush.hushAAAAAAAAAAAAAAAA"
      })
  void whatLooksLikeASecretIsLeftOutOfAText(String text) {
    assertThat(NONE_KNOWN.without(text))
        .contains("(left out)")
        .doesNotContain("hush-hush")
        .doesNotContain("hush.hush");
  }

  @Test
  void aPrivateKeyIsLeftOutEvenIfItIsCutOff() {
    assertThat(NONE_KNOWN.without("a\n-----BEGIN PRIVATE KEY-----\nMC4CAQ\nBQ"))
        .isEqualTo("a\n(left out)");
  }

  @Test
  void aSecretThatIsKnownIsLeftOutWhereverItStands() {
    Secrets known =
        Secrets.of(
            List.of(
                Map.of(
                    "sasl.jaas.config",
                    "org.x.PlainLoginModule required username=\"ada\" password=\"kite42\";"),
                Map.of("sasl.jaas.config", "Module required username=ada password=dove42;"),
                Map.of("sasl.jaas.config", "Module required password=\"crow\\\"42\";"),
                Map.of("ssl.key.password", "abc")));

    assertThat(known.without("cannot log in with kite42, dove42 or crow\"42 at abcdef"))
        .isEqualTo("cannot log in with (left out), (left out) or (left out) at abcdef");
  }

  @Test
  void aVariableThatASecretIsLookedUpInIsOne() {
    Map<String, String> environment =
        Map.of("KAFKA_ENTRY", "kite42", "KAFKA_SERVERS", "kafka:9092");
    Secrets known =
        Secrets.of(
            Map.of(
                "sasl.jaas.config", "Module required password=\"${env:KAFKA_ENTRY}\";",
                "bootstrap.servers", "${env:KAFKA_SERVERS}"),
            environment);

    assertThat(known.without(environment))
        .containsEntry("KAFKA_ENTRY", "(left out)")
        .containsEntry("KAFKA_SERVERS", "kafka:9092");
  }

  @Test
  void aLogInInAnAddressIsRefusedAndNotRepeated() {
    for (String address : List.of("https://ada:hush-hush@host:8080/", "http://hush-hush@a_b/x")) {
      assertThatThrownBy(() -> Secrets.refuseIn("--url", URI.create(address)))
          .isInstanceOf(Failure.class)
          .hasMessageStartingWith("--url would show a log-in")
          .message()
          .doesNotContain("hush");
    }
    assertThatCode(() -> Secrets.refuseIn("--url", URI.create("http://host:8080/?a@b")))
        .doesNotThrowAnyException();
  }

  @Test
  void aLongTextIsLookedThrough() {
    String text = "said: \"" + "so \\\"on\\\" ".repeat(100_000) + "\"; password=hush-hush";

    assertThat(NONE_KNOWN.without(text)).endsWith("; password=(left out)");
  }
}
