package dev.kappa.coordinator.api.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.kappa.coordinator.api.HeldDocument;
import dev.kappa.coordinator.api.PermitJson;
import dev.kappa.coordinator.api.RunDocument;
import dev.kappa.coordinator.api.ScheduleView;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever another coordinator answers to what was sent on to it: it is read, or refused as no
 * answer of a coordinator.
 */
final class PeerAnswerFuzz {
  private static final URI PEER = URI.create("http://a");

  private static final List<Function<String, Object>> READERS =
      List.of(
          RunDocument::parse,
          Bodies::runs,
          Bodies::workflows,
          Bodies::failure,
          HeldDocument::parse,
          ScheduleView::parse,
          ScheduleView::parseAll,
          PermitJson::answer);

  /** The first byte says what was asked, the rest is what is answered. */
  static Stream<Arguments> answers() {
    String run =
        "{\"runId\":\"run-1\",\"workflow\":\"w\",\"status\":\"FAILED\",\"result\":[1.5,null],"
            + "\"error\":{\"code\":\"KAPPA-101\",\"message\":\"m\"},"
            + "\"startedAt\":\"2026-01-02T03:04:05Z\",\"endedAt\":null,\"tasks\":3,"
            + "\"invocations\":4,\"checkpoints\":5,\"attemptsLost\":1}";
    String schedule =
        "{\"name\":\"s\",\"workflow\":\"w\",\"input\":1,\"every\":\"1m\",\"paused\":false}";
    return Stream.of(
            "\u0000" + run,
            "\u0001{\"runs\":[" + run + "]}",
            "\u0002{\"workflows\":[\"a\",\"b\"]}",
            "\u0003{\"code\":\"KAPPA-101\",\"message\":\"m\"}",
            "\u0004{\"code\":[],\"next\":null}",
            "\u0005" + schedule,
            "\u0006{\"schedules\":[" + schedule + "]}",
            "\u0007{\"stage\":\"OFFERED\",\"ticket\":7}")
        .map(text -> Arguments.of(text.getBytes(UTF_8)));
  }

  @MethodSource("answers")
  @FuzzTest(maxDuration = "2m")
  void answer(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    String body = new String(bytes, 1, bytes.length - 1, UTF_8);
    try {
      Object unused =
          Bodies.read(PEER, body, READERS.get(Byte.toUnsignedInt(bytes[0]) % READERS.size()));
    } catch (KappaException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.COORDINATOR_UNREACHABLE);
    }
  }
}
