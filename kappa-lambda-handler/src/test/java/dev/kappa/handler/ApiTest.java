package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.SignalProof;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ApiTest {
  private static String url(String more) {
    String json =
        """
        {"action":"work","host":"h","port":1,"token":"t","invocation":"i","api":"http://h:7070"%s}"""
            .formatted(more);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return ((Order.Work) Order.parse(bytes)).api().signalUrl("run-1", "go");
  }

  @Test
  void addressOfASignalIsProvedIfTheCoordinatorGivesAKey() {
    assertThat(url("")).isEqualTo("http://h:7070/v1/runs/run-1/signals/go");
    String proof = SignalProof.of("key", "run-1", "go");
    assertThat(proof).matches("[0-9a-f]{64}");
    assertThat(url(",\"signals\":\"key\""))
        .isEqualTo("http://h:7070/v1/runs/run-1/signals/go?proof=" + proof);
  }

  @Test
  void proofIsThatOfOneSignalOfOneRunUnderOneKey() {
    String proof = SignalProof.of("key", "run-1", "go");
    assertThat(SignalProof.fits(proof, "key", "run-1", "go")).isTrue();
    assertThat(SignalProof.fits(proof, "other", "run-1", "go")).isFalse();
    assertThat(SignalProof.fits(proof, "key", "run-2", "go")).isFalse();
    assertThat(SignalProof.fits(proof, "key", "run-1", "stop")).isFalse();
    assertThat(SignalProof.fits("", "key", "run-1", "go")).isFalse();
  }
}
