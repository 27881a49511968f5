package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.Formats;
import dev.kappa.wire.LimitSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same limit as it was stored in each format that has limits, as {@link StoredFormatsTest}. */
final class StoredLimitFormatsTest {
  static Stream<Format> formats() {
    return IntStream.rangeClosed(Format.LIMITS, Formats.CURRENT.newest()).mapToObj(Format::new);
  }

  /** Of its permits one is taken, one offered, and one waited for; one was given back. */
  private static TestLimit limit(Format format) {
    TestLimit limit = new TestLimit(new LimitSpec("api", 2, 100, 60_000));
    limit.write(format);
    List.of("a", "b", "c", "d").forEach(limit::acquire);
    limit.take("a");
    limit.take("b");
    limit.release("a");
    return limit;
  }

  @ParameterizedTest
  @MethodSource("formats")
  void limitIsStoredAsItAlwaysWasInThatFormat(Format format) throws IOException {
    assertThat(FrozenFields.text(limit(format).stored()))
        .isEqualTo(FrozenFields.text(frozen(format)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void storedLimitIsReadAsItWas(Format format) throws IOException {
    TestLimit limit = limit(format);
    RunState read = RunState.load(limit.spec.id(), frozen(format));
    assertThat(read.limit()).isEqualTo(limit.limit());
  }

  @ParameterizedTest
  @MethodSource("formats")
  void storedLimitHasEachKindOfEntity(Format format) throws IOException {
    String kinds =
        frozen(format).keySet().stream()
            .map(field -> field.substring(0, 1))
            .distinct()
            .collect(Collectors.joining());
    assertThat(kinds).isEqualTo("hlrw");
  }

  private static Map<String, byte[]> frozen(Format format) throws IOException {
    return FrozenFields.of(
        "limit-format-%d.txt".formatted(format.number()), limit(format).stored());
  }
}
