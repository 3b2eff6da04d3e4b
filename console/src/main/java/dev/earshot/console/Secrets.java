package dev.earshot.console;

import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a secret is, and texts without any: those whose names say so, those that look like one, and
 * those that are known by their value. Immutable.
 */
public final class Secrets {
  /** What stands in a secret's place. */
  public static final String LEFT_OUT = "(left out)";

  /** Names of properties that hold a secret, also behind a prefix as {@code producer.}. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(password|passphrase|passwd|secret|jaas|authorization).*"
              + "|(?i).*([._-](key|pass|pwd?)|token|credentials?|cookie|q_(auth|session).*)");

  /** A variable of the environment that Kafka's clients look up in a value. */
  private static final Pattern LOOKED_UP = Pattern.compile("\\$\\{env:([^}]*)}");

  /** Between quotes, with quotes in it that a backslash stands before; takes no stack. */
  private static final String IN_QUOTES = "(?:[^\"\\\\]|\\\\.)*+";

  /** {@code name=value}, {@code "name": "value"} and the like, in whatever is around them. */
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "([A-Za-z0-9_.-]+)(\"?'?\\s*[=:]\\s*)(\"" + IN_QUOTES + "\"|'[^']*'|[^\\s,;}]+)");

  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}");
  private static final Pattern IN_AN_ADDRESS = Pattern.compile("://[^/@\\s\"]+@");
  private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]?\\$\\d\\d\\$[./A-Za-z0-9]{10,}");
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*-----|\\z)", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("\"(" + IN_QUOTES + ")\"|'([^']+)'");

  /** Shorter ones would be found in words that are none. */
  private static final int CHARACTERS_MIN = 4;

  private final List<String> known;

  private Secrets(Collection<String> known) {
    this.known = known.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /** Whether a setting of this name may hold a secret, in Kafka's spelling or an environment's. */
  public static boolean isSecret(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Those that the values of some settings are known to be.
   *
   * @param settings names and values; of names that are secret, the values, and in them what stands
   *     in quotes, or as a password
   */
  public static Secrets of(Collection<Map<String, String>> settings) {
    TreeSet<String> known = new TreeSet<>();
    settings.stream()
        .flatMap(some -> some.entrySet().stream())
        .filter(setting -> isSecret(setting.getKey()))
        .map(Map.Entry::getValue)
        .forEach(value -> addPartsOf(value, known));
    known.removeIf(value -> value.length() < CHARACTERS_MIN);
    return new Secrets(known);
  }

  /**
   * Those of a client's properties and of the environment, where the variables too are secret that
   * secret properties look up.
   */
  public static Secrets of(Map<String, String> client, Map<String, String> environment) {
    Map<String, String> lookedUp = new HashMap<>();
    client.forEach(
        (name, value) -> {
          Matcher variables = LOOKED_UP.matcher(isSecret(name) ? value : "");
          while (variables.find()) {
            Optional.ofNullable(environment.get(variables.group(1)))
                .ifPresent(secret -> lookedUp.put("secret " + variables.group(1), secret));
          }
        });
    return of(List.of(client, environment, lookedUp));
  }

  /** All of a value, what stands in quotes in it, and what it says of its own secrets without. */
  private static void addPartsOf(String value, Set<String> known) {
    known.add(value);
    Matcher quoted = QUOTED.matcher(value);
    while (quoted.find()) {
      String text = quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
      known.add(text);
      known.add(text.replaceAll("\\\\(.)", "$1"));
    }
    Matcher assigned = ASSIGNED.matcher(value);
    while (assigned.find()) {
      if (isSecret(assigned.group(1))) {
        known.add(assigned.group(3));
      }
    }
  }

  /**
   * An address of the command line, which everybody on the machine can see, that has no log-in.
   *
   * @throws Failure where it has one; the message says nothing of it
   */
  public static void refuseIn(String option, URI address) {
    // of what is no name of a host, URI does not tell users apart
    String authority = address.getRawAuthority();
    if (authority != null && authority.contains("@")) {
      throw Failure.usage(
          option + " would show a log-in to everybody on this machine; leave it out there");
    }
  }

  /** Settings without the values of secret ones, in the order of their names. */
  public Map<String, String> without(Map<String, String> settings) {
    Map<String, String> shown = new TreeMap<>();
    settings.forEach((name, value) -> shown.put(name, isSecret(name) ? LEFT_OUT : without(value)));
    return shown;
  }

  /** A text without any secret that is known, named, or looks like one. */
  public String without(String text) {
    String shown = PEM.matcher(text).replaceAll(LEFT_OUT);
    for (String value : known) {
      shown = shown.replace(value, LEFT_OUT);
    }
    shown = AUTHORIZATION.matcher(shown).replaceAll("$1 " + LEFT_OUT);
    shown = IN_AN_ADDRESS.matcher(shown).replaceAll("://" + LEFT_OUT + "@");
    shown = BCRYPT.matcher(shown).replaceAll(LEFT_OUT);
    return ASSIGNED
        .matcher(shown)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    isSecret(found.group(1))
                        ? found.group(1) + found.group(2) + LEFT_OUT
                        : found.group()));
  }
}
