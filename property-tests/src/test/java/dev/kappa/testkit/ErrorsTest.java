package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Retry;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What {@code recover} is given does not depend on whether the error was stored on its way: on
 * where a worker died.
 */
final class ErrorsTest {
  /** A class between, which {@code recover} names. */
  private static class SoldOut extends RuntimeException {
    SoldOut(String item) {
      super("sold out: " + item);
    }
  }

  private static final class FewLeft extends SoldOut {
    private final List<String> shelves;

    FewLeft(String item, int left, List<String> shelves) {
      super(left + " of " + item);
      this.shelves = shelves;
    }

    @Override
    public String getMessage() {
      return super.getMessage() + " on " + shelves;
    }
  }

  private static final class Duplicate extends SQLException {
    Duplicate(String key) {
      super("twice: " + key, "23505", 7);
    }
  }

  /** What is thrown, and what is caught. */
  enum Thrown {
    OWN(SoldOut.class),
    OF_A_SUBCLASS(SoldOut.class),
    OF_THE_JDK(SQLException.class),
    OF_A_SUBCLASS_OF_THE_JDKS(SQLException.class),
    OF_THE_JDK_WITH_A_CLOSED_CONSTRUCTOR(IllegalArgumentException.class),
    WITH_A_CAUSE(IllegalStateException.class);

    private final Class<? extends Exception> caught;

    Thrown(Class<? extends Exception> caught) {
      this.caught = caught;
    }

    Exception error() {
      return switch (this) {
        case OWN -> new SoldOut("tea");
        case OF_A_SUBCLASS -> new FewLeft("tea", 3, List.of("a", "b"));
        case OF_THE_JDK -> new SQLException("twice", "23505", 7);
        case OF_A_SUBCLASS_OF_THE_JDKS -> new Duplicate("tea");
        case OF_THE_JDK_WITH_A_CLOSED_CONSTRUCTOR -> misformatted();
        case WITH_A_CAUSE ->
            new IllegalStateException("read", new NoSuchFileException("a", "b", "gone"));
      };
    }
  }

  private static Exception misformatted() {
    try {
      return new IllegalStateException(String.format(System.lineSeparator() + "%d", "x"));
    } catch (IllegalArgumentException e) {
      return e;
    }
  }

  /** What lies between the throw and the {@code recover}. */
  enum Way {
    STEPS,
    SAGA,
    TASKS,
    RETRY;

    Task<String> from(Task<String> failing) {
      return switch (this) {
        case STEPS ->
            failing.ensure(Task.run("clean", () -> {}).then(() -> Task.run("more", () -> {})));
        case SAGA ->
            Task.saga(
                () ->
                    Task.step("a", () -> 1)
                        .undo("undo a", a -> {})
                        .then(a -> Task.step("b", () -> 2).undo("undo b", b -> {}))
                        .then(b -> failing));
        case TASKS ->
            Task.spawn(() -> Task.spawn(() -> failing).then(TaskFuture::await))
                .then(TaskFuture::await);
        case RETRY -> failing.retry(Retry.times(3).on(Exception.class));
      };
    }
  }

  @Property
  void recoverIsGivenTheSameWhereverAWorkerDies(@ForAll Thrown thrown, @ForAll Way way) {
    Scenario<String> scenario = KappaTest.of(recovered(thrown, way));
    assertThat(scenario.run().result()).isEqualTo(told(thrown.error()));
    scenario.everyCrash().sameResult();
  }

  private static Task<String> recovered(Thrown thrown, Way way) {
    return way.from(Task.<String>step("fail", () -> failed(thrown)))
        .recover(thrown.caught, error -> Task.value(told(error)));
  }

  private static String failed(Thrown thrown) throws Exception {
    throw thrown.error();
  }

  private static String told(Throwable error) {
    String text = String.valueOf(error.getMessage());
    if (error instanceof SQLException sql) {
      text += " " + sql.getSQLState() + " " + sql.getErrorCode();
    }
    return error.getCause() == null ? text : text + " < " + told(error.getCause());
  }
}
