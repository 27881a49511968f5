package dev.kappa.testkit;

import dev.kappa.Task;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.vavr.Function1;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Runs workflows in this JVM, in virtual time: what sleeps for a year is done at once.
 *
 * <pre>{@code
 * assertThat(KappaTest.run(Hello::greet, "World").result()).isEqualTo("Hello, World");
 * }</pre>
 *
 * <p>What runs is the real thing: the interpreter, the codec, the worker's loop, the messages'
 * bytes and the coordinator's decisions. Only connections, processes, the store and the clock are
 * replaced. Steps run on a thread of the worker's, one at a time.
 */
public final class KappaTest {
  private static final Clock CLOCK = TestClock.utc();

  private KappaTest() {}

  /**
   * {@return a clock that steps of test runs may use} In a step, on its own thread, it shows the
   * run's virtual time; elsewhere the real one.
   */
  public static Clock clock() {
    return CLOCK;
  }

  /** Runs {@code workflow} once. See {@link Scenario#run()}. */
  public static <I, T> Run<T> run(
      Function1<? super I, ? extends Task<? extends T>> workflow, I input) {
    return KappaTest.<I, T>of(workflow, input).run();
  }

  /** Runs {@code task} once, as a workflow without input. See {@link Scenario#run()}. */
  public static <T> Run<T> run(Task<T> task) {
    return of(task).run();
  }

  /** {@return the workflow that {@code workflow} is, with an input} */
  public static <I, T> Scenario<T> of(
      Function1<? super I, ? extends Task<? extends T>> workflow, I input) {
    return new KappaRunner().of(workflow, input);
  }

  /** {@return {@code task} as a workflow without input} */
  public static <T> Scenario<T> of(Task<T> task) {
    return new KappaRunner().of(task);
  }

  /** {@return a workflow as it is registered, with an input} */
  public static <I> Scenario<Object> of(Workflow<I> workflow, @Nullable I input) {
    return new KappaRunner().of(workflow, input);
  }

  /**
   * {@return a workflow of an application, with an input}
   *
   * @throws KappaException with {@link ErrorCode#UNKNOWN_WORKFLOW} if there is none of that name
   */
  public static Scenario<Object> of(
      Workflows application, String workflow, @Nullable Object input) {
    return new KappaRunner().of(application, workflow, input);
  }

  /**
   * {@return a schedule of an application, in virtual time}
   *
   * @param name the schedule's name
   * @throws KappaException with {@link ErrorCode#UNKNOWN_SCHEDULE} if there is none of that name
   */
  public static Timetable schedule(Workflows application, String name) {
    return new KappaRunner().schedule(application, name);
  }
}
