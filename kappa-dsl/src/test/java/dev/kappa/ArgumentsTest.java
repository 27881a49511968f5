package dev.kappa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.interpreter.Language;
import dev.kappa.local.Everywhere;
import dev.kappa.wire.Handle;
import io.vavr.Function0;
import io.vavr.Function1;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // what users without a null check may write
final class ArgumentsTest {
  @Test
  void argumentOutsideItsRangeIsRefusedWithItsCode() {
    assertRefused(() -> Fan.atMost(0), "atMost: 0 (expected: >= 1)");
    assertRefused(() -> Retry.times(0), "times: 0 (expected: >= 1)");
    assertRefused(() -> Backoff.fixed(Duration.ofSeconds(-1)), "first: PT-1S (expected: >= 0)");
    assertRefused(
        () -> Task.<String>channel(1_000_001), "capacity: 1000001 (expected: 0..1000000)");
    assertRefused(
        () -> Workflow.of("a b", Void.class, nothing -> Task.done()),
        "workflow name: 'a b' (expected: 1 to 100 letters, digits, '-', '_' or '.')");
  }

  @Test
  void tooManyOfAWordAreRefusedInItsName() {
    List<Function0<Task<Void>>> bodies = Collections.nCopies(1001, () -> Task.done());
    List<TaskFuture<Void>> futures = Collections.nCopies(1001, Language.future(Handle.ROOT));
    assertRefused(() -> Task.race(bodies), "race: number of bodies: 1001 (expected: 1..1000)");
    assertRefused(() -> Task.race(List.of()), "race: number of bodies: 0 (expected: 1..1000)");
    assertRefused(() -> Task.anyOf(futures), "anyOf: number of futures: 1001 (expected: 1..1000)");
    assertRefused(
        () -> Task.<Void>anyOf(List.of()), "anyOf: number of futures: 0 (expected: 1..1000)");
  }

  @Test
  void nullIsRefusedWithItsCode() {
    assertRefused(() -> Task.sleep(null), "duration: null (expected: not null)");
    assertRefused(() -> Task.fail(null), "error: null (expected: not null)");
    assertRefused(() -> Task.done().retry(null), "policy: null (expected: not null)");
    assertRefused(() -> Task.done().ensure(null), "finalizer: null (expected: not null)");
    assertRefused(() -> Task.run(null, () -> {}), "name: null (expected: not null)");
    assertRefused(() -> Task.done().run(null, x -> {}), "name: null (expected: not null)");
    assertRefused(() -> Retry.times(2).backoff(null), "backoff: null (expected: not null)");
    assertRefused(
        () -> Task.awaitAll(Arrays.asList((TaskFuture<String>) null)),
        "future: null (expected: not null)");
    assertRefused(() -> Task.forEach(null, x -> Task.done()), "items: null (expected: not null)");
    assertRefused(
        () -> Task.done().map((Function1<Void, String>) null),
        "map: null (expected: a lambda or method reference)");
  }

  @Test
  void badArgumentInALambdaFailsTheTaskWithItsCode() {
    Task<Boolean> program =
        Task.value(0)
            .then(n -> Task.spawnAll(List.of(1), Fan.atMost(n), Task::value))
            .map(futures -> false)
            .recover(KappaException.class, e -> Task.value(e.code() == ErrorCode.INVALID_ARGUMENT));
    assertThat(Everywhere.value(program)).isEqualTo(true);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessage(message);
  }
}
