package dev.earshot.city.broker;

import dev.earshot.console.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine that nobody listens on. They lie below those that systems give to outgoing
 * connections: a server that is away for a while would find its own port taken by a client, or the
 * client, asking for it again and again, would at last be connected to itself.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int END = 32_000;
  private static final int TRIES_MAX = 1_000;

  private FreePorts() {}

  /**
   * So many different ones, free now.
   *
   * @throws Failure where there are none
   */
  public static List<Integer> find(int count) {
    List<ServerSocket> held = new ArrayList<>(); // until all are known, so that they differ
    try {
      for (int tries = 0; held.size() < count; tries++) {
        tryOne(held, tries);
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      held.forEach(FreePorts::close);
    }
  }

  private static void tryOne(List<ServerSocket> held, int tries) {
    try {
      ServerSocket socket = new ServerSocket();
      held.add(socket);
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      socket.bind(new InetSocketAddress(InetAddress.getByName(BrokerCluster.HOST), port));
    } catch (IOException e) {
      held.remove(held.size() - 1);
      if (tries == TRIES_MAX) {
        throw Failure.because(
            "no free port on " + BrokerCluster.HOST + " from " + FIRST + " to " + END, e);
      }
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw Failure.because("cannot give back port " + socket.getLocalPort(), e);
    }
  }
}
