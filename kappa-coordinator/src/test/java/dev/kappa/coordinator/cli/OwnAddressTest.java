package dev.kappa.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OwnAddressTest {
  private static final List<InetAddress> NOTHING = List.of();

  private static List<InetAddress> all(String... addresses) {
    return Arrays.stream(addresses).map(OwnAddressTest::address).toList();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static String of(List<InetAddress> named, List<InetAddress> others) {
    return OwnAddress.of(named, others).getHostAddress();
  }

  @Test
  void whatTheNameLeadsToComesFirst() {
    assertThat(of(all("10.0.3.7"), all("127.0.0.1", "172.17.0.1", "10.0.3.7")))
        .isEqualTo("10.0.3.7");
  }

  @Test
  void onFargateTheNameMayLeadNowhereAndOneInterfaceIsForTheTaskItself() {
    List<InetAddress> others = all("::1", "127.0.0.1", "fe80::1", "169.254.172.2", "10.0.3.7");
    assertThat(of(NOTHING, others)).isEqualTo("10.0.3.7");
    assertThat(of(all("127.0.1.1"), others)).isEqualTo("10.0.3.7");
  }

  @Test
  void oneOfIpv6IsTakenWhereThereIsNoOther() {
    assertThat(of(NOTHING, all("2001:db8::1", "10.0.3.7"))).isEqualTo("10.0.3.7");
    assertThat(of(NOTHING, all("127.0.0.1", "2001:db8::1"))).isEqualTo("2001:db8:0:0:0:0:0:1");
  }

  @Test
  void whereThereAreSeveralNoneIsTakenByChance() {
    demandRefused(
        () -> of(all("127.0.1.1"), all("172.17.0.1", "10.0.3.7")), "several: 172.17.0.1, 10.0.3.7");
  }

  @Test
  void whereThereIsNoneThatIsSaid() {
    demandRefused(
        () -> of(all("127.0.0.1"), all("169.254.172.2", "fe80::1")), "no address of a network");
    demandRefused(() -> of(NOTHING, NOTHING), "no address of a network");
  }

  private static void demandRefused(ThrowingCallable call, String why) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessageContaining(why);
  }
}
