package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kappa.CancelledException;
import dev.kappa.ChannelClosedException;
import dev.kappa.codec.Codec;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.error.SpawnTrace;
import dev.kappa.interpreter.ErrorTypes;
import dev.kappa.wire.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  private final Codec codec = Codec.of(FailuresTest.class.getClassLoader());
  private final Failures failures = new Failures(codec::encode, codec::decode, codec::error);

  /** Can't be built again: it has no constructor that the codec knows. */
  static final class Odd extends Exception {
    Odd(int a, int b) {
      super("odd " + a + b);
    }
  }

  /** Holds more than its message. */
  static final class Rich extends RuntimeException {
    final int limit;

    Rich(String message) {
      super(message);
      this.limit = message.length();
    }
  }

  /** Throws when it is looked at. */
  static final class Hostile extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("not for you");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("nor for you");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("for nobody");
    }
  }

  @Test
  void exceptionComesBackWithItsClassAndCause() {
    Failure failure = failures.of(new IOException("a", new IllegalStateException("b")), "load");

    assertThat(failure.code()).isEqualTo("KAPPA-301");
    assertThat(failure.step()).isEqualTo("load");
    assertThat(failure.trace())
        .contains("java.io.IOException: a", "Caused by: java.lang.IllegalStateException: b");
    assertThat(failures.error(failure))
        .isInstanceOf(IOException.class)
        .hasMessage("a")
        .hasRootCauseMessage("b");
  }

  @Test
  void exceptionThatCannotBeBuiltAgainKeepsItsTypeAndMessage() {
    Throwable error = failures.error(failures.of(new Odd(1, 2), null));

    assertThat(ErrorTypes.matches(error, Odd.class.getName())).isTrue();
    Failure again = failures.of(error, "later");
    assertThat(again.type()).isEqualTo(Odd.class.getName());
    assertThat(again.message()).isEqualTo("odd 12");
  }

  @Test
  void errorOfKappasKeepsItsCode() {
    Failure failure = failures.of(new KappaException(ErrorCode.PAYLOAD_TOO_LARGE, "big"), null);

    assertThat(failure.code()).isEqualTo("KAPPA-401");
    assertThat(failures.error(failure))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
  }

  @Test
  void failureOfTheCoordinatorsBecomesAnException() {
    assertThat(failures.error(Failure.of("KAPPA-303", "x", "stop", null)))
        .isInstanceOf(CancelledException.class)
        .hasMessage("stop");
    assertThat(failures.error(Failure.of("KAPPA-304", "x", "closed", null)))
        .isInstanceOf(ChannelClosedException.class);
    assertThat(failures.error(Failure.of("KAPPA-302", KappaException.class.getName(), "died", "s")))
        .isExactlyInstanceOf(KappaException.class)
        .hasMessage("died");
  }

  @Test
  void failureWithoutItsExceptionIsPassedOnAsItWas() {
    Failure failure = new Failure("KAPPA-301", "a.B", "m", "s", List.of("a.B: m"), null);

    Throwable error = failures.error(failure);

    assertThat(ErrorTypes.matches(error, "a.B")).isTrue();
    assertThat(failures.of(error, "elsewhere")).isEqualTo(failure);
  }

  @Test
  void errorOfAnotherRunIsBuiltFromItsMessageIfThatIsAllThereIs() {
    Failure failure =
        new Failure("KAPPA-301", "java.lang.IllegalStateException", "m", "s", List.of(), null);

    assertThat(failures.error(failure))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("m");
    Failure odd = new Failure("KAPPA-301", Odd.class.getName(), "m", "s", List.of(), null);
    assertThat(failures.error(odd)).isExactlyInstanceOf(Odd.class).hasMessage("m");
    Failure rich = new Failure("KAPPA-301", Rich.class.getName(), "m", "s", List.of(), null);
    assertThat(failures.error(rich)).isInstanceOf(StoredError.class);
  }

  private static final List<String> SPAWNED =
      List.of("in task 2.1", "spawned by Shop.order (Shop.java:44)", "spawned by workflow 'shop'");

  @Test
  void exceptionOfAnotherTaskSaysWhoSpawnedItAndKeepsThatOnItsWay() {
    Failure told = failures.of(new IOException("gone"), "load").with(SPAWNED);

    Throwable error = failures.error(told);
    Failure passedOn = failures.of(error, "load");
    Throwable again = failures.error(passedOn.with(List.of("in task 9.9")));

    assertThat(error).isInstanceOf(IOException.class);
    assertThat(error.getSuppressed())
        .singleElement()
        .isInstanceOfSatisfying(
            SpawnTrace.class, trace -> assertThat(trace.lines()).isEqualTo(SPAWNED));
    assertThat(passedOn.spawned()).isEqualTo(SPAWNED);
    assertThat(passedOn.trace()).filteredOn(line -> line.contains("spawned by")).hasSize(2);
    assertThat(again.getSuppressed()).hasSize(1);
    assertThat(failures.of(again, "load").spawned()).isEqualTo(SPAWNED);
  }

  @Test
  void causeOfAnotherTaskIsShownWithWhoSpawnedIt() {
    Throwable cause = failures.error(failures.of(new IOException("gone"), null).with(SPAWNED));

    Failure failure = failures.of(new IllegalStateException("no stock", cause), "order");

    assertThat(failure.spawned()).as("it arose here").isEmpty();
    assertThat(failure.trace()).contains("  in task 2.1", "  spawned by workflow 'shop'");
  }

  @Test
  void whatFailedInCleaningUpIsToldBesideIt() {
    Throwable error = failures.error(failures.of(new IOException("a"), null).with(SPAWNED));
    error.addSuppressed(new IllegalStateException("b"));

    Failure failure = failures.of(error, null);

    assertThat(failure.trace()).contains("Suppressed: java.lang.IllegalStateException: b");
    assertThat(failures.error(failure).getSuppressed())
        .extracting(Throwable::getMessage)
        .contains("b");
  }

  record Range(int from, int to) {
    Range {
      if (from > to) {
        throw new IllegalArgumentException("from is above to");
      }
    }
  }

  private Failure reading(String json) {
    Throwable error =
        catchThrowable(() -> Json.read(json.getBytes(StandardCharsets.UTF_8), Range.class));
    return failures.of(Objects.requireNonNull(error), null);
  }

  @Test
  void inputThatDoesNotFitIsOneSentence() {
    Failure failure = reading("{\"from\":\"x\",\"to\":2}");
    assertThat(failure.code()).isEqualTo("KAPPA-102");
    assertThat(failure.message())
        .isEqualTo("input.from: expected an integer, found \"x\" (a string)");
    assertThat(failure.trace()).isEmpty();
    assertThat(reading("{").trace()).isEmpty();
    assertThat(reading("").trace()).isEmpty();
  }

  @Test
  void inputThatTheUsersRecordRefusesShowsWhere() {
    Failure failure = reading("{\"from\":3,\"to\":2}");
    assertThat(failure.message()).contains("from is above to");
    assertThat(failure.trace())
        .anyMatch(line -> line.startsWith("Caused by: java.lang.IllegalArgumentException"))
        .anyMatch(line -> line.contains("FailuresTest$Range.<init>"))
        .noneMatch(line -> line.contains("InputProblem"));
  }

  @Test
  void longTracesAreCut() {
    Throwable error = new IllegalStateException("inner");
    for (int i = 0; i < 20; i++) {
      error = new IllegalStateException("x".repeat(100_000), error);
      StackTraceElement[] deep = new StackTraceElement[500];
      Arrays.fill(deep, new StackTraceElement("a.B", "c", "B.java", 1));
      error.setStackTrace(deep);
    }

    Failure failure = failures.of(error, null);

    assertThat(failure.trace()).hasSizeLessThanOrEqualTo(5 * 52);
    assertThat(failure.message()).hasSizeLessThan(20_000);
  }

  @Test
  void exceptionThatThrowsWhenLookedAtIsStillReported() {
    Failure failure = failures.of(new Hostile(), "s");

    assertThat(failure.type()).isEqualTo(Hostile.class.getName());
    assertThat(failure.message()).contains("no message");
  }
}
