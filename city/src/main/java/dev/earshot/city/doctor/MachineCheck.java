package dev.earshot.city.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.earshot.city.broker.FreePorts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at this machine: Java, Maven, memory, ports, Docker, the disk of the state. */
final class MachineCheck {
  static final int JAVA_LEAST = 17;

  private static final List<Integer> MAVEN_LEAST = List.of(3, 8, 6);
  private static final Pattern MAVEN = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

  /** What the demo takes with its 12 nodes, and some air. */
  private static final long MEMORY_LEAST = 2L << 30;

  private static final long HEAP_LEAST = 400L << 20;

  /** Some hundred thousand nodes, and the logs that RocksDB keeps of them. */
  private static final long DISK_LEAST = 1L << 30;

  private static final int DEMO_BROKER_PORTS = 2;

  private final Map<String, String> environment;

  MachineCheck(Map<String, String> environment) {
    this.environment = environment;
  }

  List<Finding> look(Path stateDirectory) {
    List<Finding> found = new ArrayList<>(List.of(java(), maven(), memory()));
    found.add(port(8080, "demo and process", "--port"));
    found.add(port(9000, "process", "--management-port"));
    found.add(brokerPorts());
    found.add(docker());
    found.add(disk(stateDirectory));
    return found;
  }

  private static Finding java() {
    String version = Runtime.version() + ", " + System.getProperty("java.home");
    if (Runtime.version().feature() < JAVA_LEAST) {
      return Finding.fault(
          "java", version, "install a JDK, " + JAVA_LEAST + " or later, or set JAVA_HOME");
    }
    return Files.isExecutable(Path.of(System.getProperty("java.home"), "bin", "javac"))
        ? Finding.ok("java", version)
        : Finding.warning(
            "java", version + ", no javac", "install a JDK: builds need one, and no JRE does");
  }

  private Finding maven() {
    String todo = "install Maven, 3.8.6 or later: what has changed is built before it runs";
    Optional<Program> mvn = Program.called("mvn", environment);
    return mvn.flatMap(program -> program.firstLine("-v", "-B", "-Dstyle.color=never"))
        .map(said -> maven(said, todo))
        .orElseGet(
            () ->
                Finding.warning(
                    "maven",
                    mvn.isPresent() ? "mvn does not say its version" : "no mvn on the PATH",
                    todo));
  }

  static Finding maven(String said, String todo) {
    Matcher version = MAVEN.matcher(said);
    if (!version.find()) {
      return Finding.warning("maven", "mvn does not say its version", todo);
    }
    for (int i = 0; i < MAVEN_LEAST.size(); i++) {
      int part = Integer.parseInt(version.group(i + 1));
      if (part != MAVEN_LEAST.get(i)) {
        return part > MAVEN_LEAST.get(i)
            ? Finding.ok("maven", version.group())
            : Finding.warning("maven", version.group(), todo);
      }
    }
    return Finding.ok("maven", version.group());
  }

  private static Finding memory() {
    long all =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return memory(all, Runtime.getRuntime().maxMemory());
  }

  static Finding memory(long all, long heap) {
    String says = "%s, of which Java takes %s at most".formatted(size(all), size(heap));
    if (all < MEMORY_LEAST) {
      return Finding.warning("memory", says, "the demo wants 2 GB; end what else runs here");
    }
    return heap < HEAP_LEAST
        ? Finding.warning("memory", says, "set EARSHOT_JAVA_OPTS=-Xmx1g")
        : Finding.ok("memory", says);
  }

  static Finding port(int port, String of, String option) {
    String check = "port " + port;
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return Finding.ok(check, "free (" + of + ")");
    } catch (IOException e) {
      return Finding.warning(
          check,
          "in use (" + of + ")",
          "a processor that runs is fine; else stop what uses it, or give another " + option);
    }
  }

  private static Finding brokerPorts() {
    try {
      FreePorts.find(DEMO_BROKER_PORTS);
      return Finding.ok("demo's broker", "ports for it are free");
    } catch (RuntimeException e) {
      return Finding.fault(
          "demo's broker",
          "no free ports: " + e.getMessage(),
          "end programs that hold connections");
    }
  }

  private Finding docker() {
    String use = "only docker compose and some tests need it";
    Optional<Program> docker = Program.called("docker", environment);
    if (docker.isEmpty()) {
      return Finding.skipped("docker", "not installed; " + use);
    }
    return docker
        .get()
        .firstLine("info", "--format", "{{.ServerVersion}}")
        .filter(version -> !version.isBlank())
        .map(version -> Finding.ok("docker", version))
        .orElseGet(() -> Finding.skipped("docker", "its daemon does not answer; " + use));
  }

  /** The disk that a folder is on, or would be. */
  static Finding disk(Path folder) {
    Path there = folder.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    String todo = "give process another --state-dir";
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return Finding.fault("state", "cannot write to " + there, todo);
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      String says = size(free) + " free for " + folder;
      return free < DISK_LEAST
          ? Finding.warning("state", says, "make room, or " + todo)
          : Finding.ok("state", says);
    } catch (IOException e) {
      return Finding.fault("state", "cannot look at " + there + ": " + e.getMessage(), todo);
    }
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1 << 30));
  }
}
