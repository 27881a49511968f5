package dev.kappa.coordinator.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The address 127.0.0.1, to which the server is bound. */
final class Loopback {
  private static final byte[] ADDRESS = {127, 0, 0, 1};

  private Loopback() {}

  static InetSocketAddress port(int number) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(ADDRESS), number);
  }

  /** {@return a port that was free a moment ago} */
  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(port(0));
      return probe.getLocalPort();
    }
  }
}
