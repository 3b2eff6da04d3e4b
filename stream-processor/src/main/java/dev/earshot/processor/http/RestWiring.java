package dev.earshot.processor.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.console.Failure;
import dev.earshot.processor.profiles.ProfileTopic;
import dev.earshot.processor.query.CityFigures;
import dev.earshot.processor.query.CityView;
import dev.earshot.processor.query.Curves;
import dev.earshot.processor.query.NodeStores;
import dev.earshot.processor.scope.NodeScopes;
import dev.earshot.processor.topics.ClusterReaders;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.HostInfo;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what REST answers from. */
@Singleton
class RestWiring {

  /** Whoever sets a profile waits for it, and holds a thread that others need too. */
  private static final Duration CLUSTER_PATIENCE = Duration.ofSeconds(10);

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);

  @Produces
  @Singleton
  ClusterReaders readers(StreamsConfig streams) {
    return new ClusterReaders(streams);
  }

  @Produces
  @Singleton
  CityFigures figures() {
    return new CityFigures();
  }

  @Produces
  @Singleton
  Curves curves(ClusterReaders readers) {
    return new Curves(() -> readers.reader("curves", Curves.PATIENCE));
  }

  @Produces
  @Singleton
  ProfileTopic profileTopic(StreamsConfig streams) {
    return new ProfileTopic(streams.getAdminConfigs("earshot-profiles"), CLUSTER_PATIENCE);
  }

  @Produces
  @Singleton
  AdvertisedAddress address(StreamsConfig streams) {
    String server = streams.getString(StreamsConfig.APPLICATION_SERVER_CONFIG);
    return new AdvertisedAddress(
        server == null || server.isEmpty()
            ? Optional.empty()
            : Optional.of(HostInfo.buildFromEndpoint(server)));
  }

  @Produces
  @Singleton
  NodeStores stores(KafkaStreams streams, AdvertisedAddress address) {
    return new NodeStores(streams, address.host());
  }

  @Produces
  @Singleton
  Peers peers(
      PageConfig config,
      @ConfigProperty(name = "quarkus.http.tls-configuration-name") Optional<String> tls) {
    HttpClient.Builder http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER);
    config.peerCertificates().ifPresent(file -> http.sslContext(trusting(file)));
    return new Peers(http.build(), tls.isPresent() ? "https" : "http");
  }

  @Produces
  @Singleton
  NodeScopes scopes(ClusterReaders readers, CityView city, ModelFile model, ObjectMapper json) {
    return new NodeScopes(
        () -> readers.reader("scope"),
        node -> city.recordedAt(node).orElseGet(Instant::now).toEpochMilli(),
        model.metadata().frontEnd(),
        json);
  }

  void close(@Disposes NodeScopes scopes) {
    scopes.close();
  }

  /** What this machine trusts, and these certificates. */
  private static SSLContext trusting(Path certificates) {
    try (InputStream in = Files.newInputStream(certificates)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (X509Certificate one : ofTheMachine()) {
        trusted.setCertificateEntry("machine-" + trusted.size(), one);
      }
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("peer-" + trusted.size(), one);
      }
      TrustManagerFactory managers = managers(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw Failure.because("cannot use the certificates in " + certificates, e);
    }
  }

  private static X509Certificate[] ofTheMachine() throws GeneralSecurityException {
    return Arrays.stream(managers(null).getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
        .toArray(X509Certificate[]::new);
  }

  /**
   * @param trusted null, as the API has it, for the machine's own
   */
  private static TrustManagerFactory managers(KeyStore trusted) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory;
  }
}
