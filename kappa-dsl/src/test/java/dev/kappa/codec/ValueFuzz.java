package dev.kappa.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Payload;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes are stored as a value: they are one, or refused in the one way that is foreseen.
 */
final class ValueFuzz {
  private static final Codec CODEC = Codec.of(ValueFuzz.class.getClassLoader());

  /** A value of the user's. */
  record Order(String id, List<Integer> amounts, Map<String, Object> more) {}

  static Stream<Arguments> values() {
    return Stream.of(
            "text",
            42,
            3.5,
            new BigDecimal("1.25"),
            Instant.EPOCH,
            new UUID(1, 2),
            List.of(1, "two", List.of()),
            new Order("a", List.of(1, 2), Map.of("k", new byte[] {1, 2})),
            new int[] {1, 2, 3},
            new IllegalStateException("no", new RuntimeException("cause")),
            io.vavr.collection.List.of(1, 2),
            (java.util.function.Function<Integer, Integer> & java.io.Serializable) x -> x + 1)
        .map(value -> Arguments.of(CODEC.encode(value).body()));
  }

  @MethodSource("values")
  @FuzzTest(maxDuration = "2m")
  void value(byte[] body) {
    Object value;
    try {
      value = CODEC.decode(new Payload(List.of(), List.of(), body));
    } catch (KappaException refused) {
      return;
    }
    CODEC.decode(CODEC.encode(value));
  }
}
