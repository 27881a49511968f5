package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.engine.WorkersMode;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Whether functions elsewhere could reach the coordinator. */
final class WayBack {
  /** Where the SDK is told to look for functions elsewhere than on AWS: these may be here. */
  private static final List<String> ENDPOINTS =
      List.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_LAMBDA");

  private static final List<String> ENDPOINT_PROPERTIES =
      List.of("aws.endpointUrl", "aws.endpointUrlLambda");

  private WayBack() {}

  /**
   * Checks it as far as that can be known before one is invoked.
   *
   * @throws KappaException {@code BAD_REQUEST} if functions on AWS are to connect to this machine's
   *     loopback address
   */
  static void require(CoordinatorOptions options) {
    LambdaFunction function = options.function();
    boolean needed =
        function != null && options.tuning().workers() == WorkersMode.CALLBACK && isOnAws();
    if (needed && isLoopback(options.host())) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--function %s: functions on AWS can't reach this coordinator on %s (expected: --host with an address that they reach, or --workers-mode return)"
              .formatted(function, options.host()));
    }
  }

  private static boolean isOnAws() {
    return ENDPOINTS.stream().allMatch(name -> System.getenv(name) == null)
        && ENDPOINT_PROPERTIES.stream().allMatch(name -> System.getProperty(name) == null);
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // That it is unknown is told when it is listened on.
      return false;
    }
  }
}
