package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The address by which others reach this machine or container: what its name leads to, else the one
 * that its interfaces have. A task of Fargate has a name that leads nowhere in a network without
 * DNS host names, and an interface for itself, whose address is link-local, beside the one of the
 * network.
 */
final class OwnAddress {
  private OwnAddress() {}

  /**
   * {@return it}
   *
   * @throws KappaException {@code BAD_REQUEST} if there is none but loopback, or if it can't be
   *     told which of several it is
   */
  static InetAddress find() {
    return of(named(), ofInterfaces());
  }

  /** {@return the address that a name leads to, if that is of a network, else the only one} */
  static InetAddress of(List<InetAddress> named, List<InetAddress> others) {
    List<InetAddress> byName = ofNetworks(named);
    List<InetAddress> found = byName.isEmpty() ? ofNetworks(others) : byName;
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new KappaException(
        ErrorCode.BAD_REQUEST,
        found.isEmpty()
            ? "--host auto: this machine has no address of a network (expected: an address in --host)"
            : "--host auto: this machine's name leads to none of its addresses, and it has several: %s (expected: one of them in --host)"
                .formatted(
                    String.join(", ", found.stream().map(InetAddress::getHostAddress).toList())));
  }

  /** {@return those by which others may reach it: IPv4 if there is any} */
  private static List<InetAddress> ofNetworks(List<InetAddress> addresses) {
    List<InetAddress> all = addresses.stream().filter(OwnAddress::isOfANetwork).distinct().toList();
    List<InetAddress> usual = all.stream().filter(Inet4Address.class::isInstance).toList();
    return usual.isEmpty() ? all : usual;
  }

  private static boolean isOfANetwork(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isAnyLocalAddress()
        && !address.isLinkLocalAddress()
        && !address.isMulticastAddress();
  }

  private static List<InetAddress> named() {
    try {
      return List.of(InetAddress.getLocalHost());
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private static List<InetAddress> ofInterfaces() {
    try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
      return all.filter(OwnAddress::isUp).flatMap(NetworkInterface::inetAddresses).toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  private static boolean isUp(NetworkInterface one) {
    try {
      return one.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
