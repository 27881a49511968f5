package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Resource;
import dev.kappa.Retry;
import dev.kappa.Step;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.Workflows;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What steps use and can't be stored is opened where they run. */
final class ResourceTest {
  private static final List<String> DONE = new ArrayList<>();

  /** A connection: nothing that the codec knows. */
  private static final class Ledger implements AutoCloseable {
    private final String path;
    private final Thread owner = Thread.currentThread();

    private Ledger(String path) {
      this.path = path;
    }

    static Ledger open(String path) {
      DONE.add("open " + path);
      return new Ledger(path);
    }

    int balance() {
      assertThat(owner).isNotNull();
      return 10;
    }

    int book(int amount) {
      DONE.add("book " + amount);
      return amount;
    }

    @Override
    public void close() {
      DONE.add("close " + path);
    }
  }

  @BeforeEach
  void forget() {
    DONE.clear();
  }

  /** The example of {@link Resource}. */
  private static Task<Integer> example(String path) {
    Resource<Ledger> ledger = Resource.of("ledger", () -> Ledger.open(path));
    return Task.step("read", () -> ledger.get().balance())
        .step("book", balance -> ledger.get().book(balance / 2));
  }

  private static Scenario<Object> of(Task<?> root) {
    return KappaTest.of(Workflows.of("root", Void.class, nothing -> root), "root", null);
  }

  @Test
  void stepsOfAnAttemptShareWhatTheFirstHasOpened() {
    assertThat(of(example("a")).run().result()).isEqualTo(5);
    assertThat(DONE).containsExactly("open a", "book 5", "close a");
  }

  @Test
  void itIsOpenedAgainWhereverTheTaskGoesOn() {
    of(example("a")).everyCrash().check(run -> assertThat(run.result()).isEqualTo(5));
    assertThat(DONE.stream().filter("open a"::equals).count())
        .as("each attempt that used it closed it")
        .isEqualTo(DONE.stream().filter("close a"::equals).count())
        .isGreaterThan(2);
  }

  @Test
  void taskThatWaitsHasNothingOpen() {
    Resource<Ledger> ledger = Resource.of("ledger", () -> Ledger.open("a"));
    Run<Object> run =
        of(Task.step("one", () -> ledger.get().book(1))
                .also(one -> Task.sleep(Duration.ofDays(1)))
                .step("two", one -> ledger.get().book(2)))
            .run();
    assertThat(run.result()).isEqualTo(2);
    assertThat(DONE).containsExactly("open a", "book 1", "close a", "open a", "book 2", "close a");
  }

  @Test
  void othersAreOpenedForOtherValuesNamesAndTasks() {
    Resource<Ledger> a = Resource.of("ledger", () -> Ledger.open("a"));
    Resource<Ledger> b = other("b");
    Run<Object> run =
        of(Task.step("a", () -> a.get().book(1))
                .step("b", one -> b.get().book(2))
                .step("c", two -> other("c").get().book(3))
                .then(three -> Task.spawn(() -> Task.step("again", () -> a.get().book(4))))
                .then(TaskFuture::await))
            .run();
    assertThat(run.result()).isEqualTo(4);
    assertThat(DONE)
        .filteredOn(line -> line.startsWith("open"))
        .containsExactly("open a", "open b", "open c", "open a");
    assertThat(DONE).containsSubsequence("close c", "close b", "close a");
  }

  private static Resource<Ledger> other(String path) {
    return Resource.of("ledger", () -> Ledger.open(path));
  }

  @Test
  void stepThatThrowsLeavesNothingOpenForTheNextTry() {
    Resource<Ledger> ledger = Resource.of("ledger", () -> Ledger.open("a"));
    Run<Object> run = of(Task.step("flaky", () -> flaky(ledger.get())).retry(Retry.times(2))).run();
    assertThat(run.result()).isEqualTo(2);
    assertThat(DONE).containsExactly("open a", "book 1", "close a", "open a", "book 2", "close a");
  }

  private static int flaky(Ledger ledger) {
    boolean first = !DONE.contains("book 1");
    int booked = ledger.book(first ? 1 : 2);
    if (first) {
      throw new IllegalStateException("the connection broke");
    }
    return booked;
  }

  @Test
  void stepWithATimeLimitMayUseItToo() {
    Resource<Ledger> ledger = Resource.of("ledger", () -> Ledger.open("a"));
    Step limited = Step.within(Duration.ofSeconds(5));
    assertThat(of(Task.step("book", limited, () -> ledger.get().book(7))).run().result())
        .isEqualTo(7);
  }

  @Test
  void whatOpeningThrowsFailsTheStep() {
    Resource<Ledger> broken = Resource.of("broken", () -> fail());
    RunError error =
        Objects.requireNonNull(of(Task.step("use", () -> broken.get().balance())).run().error());
    assertThat(error.step()).isEqualTo("use");
    assertThat(error.message()).isEqualTo("no such ledger");
    Resource<Ledger> none = Resource.of("none", () -> null);
    assertThat(of(Task.step("use", () -> none.get().balance())).run().error().message())
        .contains("resource 'none': its lambda gave null");
  }

  private static Ledger fail() {
    throw new IllegalStateException("no such ledger");
  }

  @Test
  void outsideOfAStepItIsRefused() {
    Resource<Ledger> ledger = Resource.of("ledger", () -> Ledger.open("a"));
    assertThatThrownBy(ledger::get)
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContaining("call get() in the body of a step");
    assertThat(DONE).isEmpty();
  }

  @Test
  void whatItsLambdaCapturesMustBeStorable() {
    Object lock = new Object();
    assertThatThrownBy(() -> captures(lock))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("resource 'lock'");
  }

  @SuppressWarnings("kappa") // it is refused when it runs
  private static Resource<String> captures(Object lock) {
    return Resource.of("lock", () -> lock.toString());
  }
}
