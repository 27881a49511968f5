package dev.kappa.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnAddressTest {
  private static Optional<String> of(String... addresses) {
    return OwnAddress.of(Arrays.stream(addresses).map(OwnAddressTest::address))
        .map(InetAddress::getHostAddress);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void addressOfANetworkIsTakenAndNoOther() {
    assertThat(of("127.0.1.1", "169.254.172.2", "0.0.0.0", "::1", "fe80::1", "10.0.3.7"))
        .contains("10.0.3.7");
    assertThat(of("127.0.0.1", "169.254.172.2", "fe80::1")).isEmpty();
    assertThat(OwnAddress.of(Stream.empty())).isEmpty();
  }

  @Test
  void theFirstIsTakenButIpv4BeforeIpv6() {
    assertThat(of("10.0.3.7", "172.17.0.1")).contains("10.0.3.7");
    assertThat(of("2001:db8::1", "10.0.3.7")).contains("10.0.3.7");
    assertThat(of("127.0.0.1", "2001:db8::1")).contains("2001:db8:0:0:0:0:0:1");
  }
}
