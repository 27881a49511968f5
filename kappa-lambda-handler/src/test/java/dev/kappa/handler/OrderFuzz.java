package dev.kappa.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Message;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a function is invoked with: it is an order, or refused as a bad request. */
final class OrderFuzz {
  static Stream<Arguments> orders() {
    return Stream.of(
            "{\"action\":\"describe\"}",
            "{\"action\":\"work\",\"host\":\"h\",\"port\":\"7070\",\"token\":\"t\",\"invocation\":\"i\","
                + "\"api\":\"http://h:7071\",\"signals\":\"s\",\"tls\":\"\",\"blobs\":\"s3://a/b\"}",
            "{\"action\":\"turn\",\"version\":\"%d\",\"api\":\"http://h:7071\",\"begun\":\"true\","
                    .formatted(Message.VERSION)
                + "\"careful\":\"true\",\"whole\":\"false\",\"messages\":\"AAAAASQ=\"}",
            "{\"action\":\"turn\",\"version\":\"%d\",\"api\":\"http://h:7071\",\"begun\":\"true\","
                    .formatted(Message.VERSION)
                + "\"careful\":\"true\",\"whole\":\"false\","
                + "\"claim\":\"r/0.0-1-5-order-0123456789abcdef0123456789abcdef-s3\"}")
        .map(text -> Arguments.of(text.getBytes(UTF_8)));
  }

  @MethodSource("orders")
  @FuzzTest(maxDuration = "2m")
  void order(byte[] json) {
    try {
      assertThat(Order.parse(json)).isNotNull();
    } catch (KappaException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    }
  }
}
