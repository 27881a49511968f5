package dev.kappa.coordinator.cli;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The address by which others reach this machine or container: what its name leads to, else that of
 * an interface. A task of Fargate has a name that leads nowhere in a network without DNS host
 * names, and an interface for itself, whose address is link-local, beside the one of the network.
 */
final class OwnAddress {
  private OwnAddress() {}

  /** {@return it; empty if there is none but loopback} */
  static Optional<InetAddress> find() {
    return of(Stream.concat(named(), ofInterfaces()));
  }

  /** {@return the first that is of a network, an IPv4 address if there is one} */
  static Optional<InetAddress> of(Stream<InetAddress> addresses) {
    return addresses
        .filter(OwnAddress::isOfANetwork)
        .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
        .findFirst();
  }

  private static boolean isOfANetwork(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isAnyLocalAddress()
        && !address.isLinkLocalAddress()
        && !address.isMulticastAddress();
  }

  private static Stream<InetAddress> named() {
    try {
      return Stream.of(InetAddress.getLocalHost());
    } catch (UnknownHostException e) {
      return Stream.empty();
    }
  }

  private static Stream<InetAddress> ofInterfaces() {
    try {
      return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses);
    } catch (SocketException e) {
      return Stream.empty();
    }
  }
}
