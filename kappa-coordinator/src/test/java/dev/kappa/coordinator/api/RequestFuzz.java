package dev.kappa.coordinator.api;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come from a client: they are answered, or the connection ends. */
final class RequestFuzz {
  static Stream<Arguments> requests() {
    return AnyRequestTest.REQUESTS.stream()
        .map(request -> Arguments.of(request.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @MethodSource("requests")
  @FuzzTest(maxDuration = "2m")
  void request(byte[] bytes) {
    AnyRequestTest.assertAnsweredOrEnded(bytes, false);
  }

  @MethodSource("requests")
  @FuzzTest(maxDuration = "2m")
  void requestThatNeedsAToken(byte[] bytes) {
    AnyRequestTest.assertAnsweredOrEnded(bytes, true);
  }
}
