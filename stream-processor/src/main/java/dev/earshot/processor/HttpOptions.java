package dev.earshot.processor;

import dev.earshot.console.Failure;
import dev.earshot.processor.access.Access;
import dev.earshot.processor.access.Users;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Where the page, REST, health and metrics are served, and to whom: a picocli mixin. What is said
 * is checked before Quarkus hears of it; docs/security.md has the rules.
 */
final class HttpOptions {
  private static final int PORT_MAX = 65_535;
  private static final String TLS_NAME = "earshot-http";
  private static final String A_YEAR = "max-age=31536000";
  private static final Pattern ADDRESS = Pattern.compile("[^:/\\s]+:[1-9]\\d{0,4}");

  /** With its origin, of which nothing can leave the place that it has in a policy. */
  private static final Pattern TILES =
      Pattern.compile("(https?://[A-Za-z0-9.-]+(?::\\d{1,5})?)/\\S*\\{z}\\S*");

  @Option(
      names = "--http-host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Address of the page and REST; 0.0.0.0 for all (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the page and REST (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--management-host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Address of health and metrics (default: ${DEFAULT-VALUE}).")
  private String managementHost;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      defaultValue = "9000",
      description =
          "Port of health and metrics; 0 for any that is free (default: ${DEFAULT-VALUE}).")
  private int managementPort;

  @Option(
      names = "--users",
      paramLabel = "FILE",
      description =
          "Users of the page and REST, a line NAME=ROLE,HASH each; './earshot password' makes one.")
  private Path users;

  @Mixin private OidcOptions oidc;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Serve the page and REST by HTTPS: certificate and chain, PEM.")
  private Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Key of --tls-cert, PEM.")
  private Path key;

  @Option(
      names = "--insecure-http",
      description = {
        "Allow an --http-host other than this machine without users, then read-only, or without TLS:",
        "something in front sees to it."
      })
  private boolean insecure;

  @Option(
      names = "--advertise",
      paramLabel = "HOST:PORT",
      description = {
        "Where other instances reach this one's --port, for what only it knows of its nodes",
        "(default: --http-host, or this machine's name, and --port)."
      })
  private String advertise;

  @Option(
      names = "--tiles-url",
      paramLabel = "URL",
      description = {
        "Where the page's map has its tiles from, https://HOST/{z}/{x}/{y}.png say",
        "(default: a drawn plan, which needs no internet)."
      })
  private String tilesUrl;

  @Option(
      names = "--tiles-attribution",
      paramLabel = "TEXT",
      description = "Whom the map names for its tiles.")
  private String tilesAttribution;

  @Option(
      names = "--reports",
      paramLabel = "DIR",
      description = "Folder of the trainer's evaluation pages, to be opened from the page.")
  private Path reports;

  /**
   * Checks all of it, the ports last.
   *
   * @throws Failure for what the user can mend
   */
  void check() {
    checkPort("--port", port);
    checkPort("--management-port", managementPort);
    checkCertificate();
    if (users != null && oidc.used()) {
      throw Failure.usage("--users and --oidc-url exclude each other; give one of them");
    }
    checkWhoIsServed();
    if (users != null) {
      Users.read(users);
    }
    oidc.check(insecure);
    checkPage();
    if (port != 0 && port == managementPort && overlap(host, managementHost)) {
      throw Failure.usage("--port and --management-port are both " + port + "; give two");
    }
    checkFree("--port or --http-host", host, port);
    checkFree("--management-port or --management-host", managementHost, managementPort);
  }

  /** Whether one port cannot be had on both: they are one address, or one stands for all. */
  private static boolean overlap(String one, String other) {
    try {
      InetAddress first = InetAddress.getByName(one);
      InetAddress second = InetAddress.getByName(other);
      return first.equals(second) || first.isAnyLocalAddress() || second.isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false; // which is said when it is tried to listen there
    }
  }

  private static void checkPort(String name, int port) {
    if (port < 0 || port > PORT_MAX) {
      throw Failure.usage(name + " is " + port + ", needs to be 0 to " + PORT_MAX);
    }
  }

  private void checkPage() {
    if (advertise != null && !canBeAsked(advertise)) {
      throw Failure.usage("--advertise " + advertise + " needs to be HOST:PORT, as 10.0.0.7:8080");
    }
    if (tilesUrl != null && tilesOrigin().isEmpty()) {
      throw Failure.usage(
          "--tiles-url " + tilesUrl + " needs to be as https://HOST/{z}/{x}/{y}.png");
    }
    if (reports != null && !Files.isDirectory(reports)) {
      throw Failure.because("no folder " + reports + "; mend --reports");
    }
  }

  /** Names with an underscore, say, cannot: no URL can have them. */
  private static boolean canBeAsked(String address) {
    try {
      URI uri = new URI("http://" + address);
      return ADDRESS.matcher(address).matches()
          && uri.getHost() != null
          && uri.getPort() <= PORT_MAX;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /**
   * Scheme and host of the tiles, which the page's policy has to allow; empty: it is no such URL.
   */
  private Optional<String> tilesOrigin() {
    Matcher url = TILES.matcher(tilesUrl);
    return url.matches() ? Optional.of(url.group(1)) : Optional.empty();
  }

  private void checkWhoIsServed() {
    if (insecure || isThisMachine(host)) {
      return;
    }
    if (users == null && !oidc.used()) {
      throw Failure.usage(
          "--http-host "
              + host
              + " serves more than this machine: give --users or --oidc-url, or, with something in"
              + " front that decides who may read, --insecure-http");
    }
    if (certificate == null) {
      throw Failure.usage(
          "--http-host "
              + host
              + " would have log-ins cross the network in plain text: give --tls-cert and"
              + " --tls-key, or, with something in front that does TLS, --insecure-http");
    }
  }

  static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private void checkCertificate() {
    if ((certificate == null) != (key == null)) {
      throw Failure.usage("--tls-cert and --tls-key go together");
    }
    if (certificate == null) {
      return;
    }
    try (InputStream in = Files.newInputStream(certificate)) {
      if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        throw Failure.because("--tls-cert " + certificate + " has no certificate in it");
      }
      if (!Files.readString(key).contains("PRIVATE KEY-----")) {
        throw Failure.because("--tls-key " + key + " is no private key in PEM");
      }
    } catch (IOException | CertificateException e) {
      throw Failure.because(
          "cannot read --tls-cert %s and --tls-key %s (%s)"
              .formatted(certificate, key, e.getClass().getSimpleName()),
          e);
    }
  }

  private static void checkFree(String options, String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      throw Failure.because(
          "cannot listen on %s:%d (%s); stop what uses it, or give another %s"
              .formatted(host, port, e.getMessage(), options),
          e);
    }
  }

  /** What was said as Quarkus calls it. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("quarkus.http.host", host);
    settings.put("quarkus.http.port", Integer.toString(port));
    settings.put("quarkus.management.host", managementHost);
    settings.put("quarkus.management.port", Integer.toString(managementPort));
    settings.put("earshot.http.access", access().name());
    address().ifPresent(at -> settings.put("quarkus.kafka-streams.application-server", at));
    if (tilesUrl != null) {
      settings.put("earshot.page.tiles-url", tilesUrl);
      settings.put("earshot.page.tiles-origin", tilesOrigin().orElseThrow());
    }
    if (tilesAttribution != null) {
      settings.put("earshot.page.tiles-attribution", tilesAttribution);
    }
    if (reports != null) {
      settings.put("earshot.page.reports", reports.toAbsolutePath().toString());
    }
    if (users != null) {
      settings.put("earshot.http.users", users.toAbsolutePath().toString());
    }
    settings.putAll(oidc.settings());
    if (certificate != null) {
      settings.put("quarkus.http.ssl-port", Integer.toString(port));
      settings.put("quarkus.http.insecure-requests", "disabled");
      settings.put("quarkus.http.tls-configuration-name", TLS_NAME);
      settings.put("earshot.page.peer-certificates", certificate.toAbsolutePath().toString());
      String pem = "quarkus.tls." + TLS_NAME + ".key-store.pem.0.";
      settings.put(pem + "cert", certificate.toAbsolutePath().toString());
      settings.put(pem + "key", key.toAbsolutePath().toString());
      // certificates are renewed every few weeks, processors are not started that often
      settings.put("quarkus.tls." + TLS_NAME + ".reload-period", "1h");
      settings.put("quarkus.http.header.\"Strict-Transport-Security\".value", A_YEAR);
    }
    return settings;
  }

  /** Where others reach this instance; empty where that is not known, or cannot be asked. */
  private Optional<String> address() {
    if (advertise != null) {
      return Optional.of(advertise);
    }
    if (port == 0) {
      return Optional.empty();
    }
    try {
      InetAddress listens = InetAddress.getByName(host);
      String name = listens.isAnyLocalAddress() ? InetAddress.getLocalHost().getHostName() : host;
      return Optional.of(name + ":" + port).filter(HttpOptions::canBeAsked);
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private Access access() {
    if (users != null || oidc.used()) {
      return Access.USERS;
    }
    return isThisMachine(host) && !insecure ? Access.THIS_MACHINE : Access.ANYONE;
  }
}
