package dev.kappa;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.interpreter.CurrentStep;
import dev.kappa.interpreter.OpenResources;
import dev.kappa.lambda.Lambdas;
import io.vavr.CheckedFunction0;
import org.jspecify.annotations.Nullable;

/**
 * Something that steps use and that can't be stored: a connection, a client, an open file. What is
 * stored is how to open it; so steps capture this where they can't capture that, wherever they run.
 *
 * <pre>{@code
 * Resource<Ledger> ledger = Resource.of("ledger", () -> Ledger.open(path));
 * return Task.step("read", () -> ledger.get().balance())
 *     .step("book", balance -> ledger.get().book(balance / 2));
 * }</pre>
 *
 * <p>It is opened when the first step asks for it, once for each attempt: each time that a worker
 * goes on with the task, and for each task that uses it. It is closed, if it is {@link
 * AutoCloseable}, when the worker has done with the task: when that ends, is given back, or waits
 * for longer than the worker does. After a step that throws or takes too long it is closed, too:
 * what broke is not used again. A worker that dies closes nothing. What a close throws is logged
 * and else dropped: results count once they are committed.
 *
 * <p>Two in one attempt are the same if they have the same name, and the same lambda with the same
 * captured values. What must be given back once, whatever dies, is not for this but for {@link
 * Task#using}.
 *
 * @param name shown in errors
 * @param opener opens it; it may throw, which fails the step that asks
 * @param <T> what is opened
 */
public record Resource<T>(String name, CheckedFunction0<? extends T> opener) {
  /** Checks that it can be stored. */
  public Resource {
    Arguments.given("name", name);
    Lambdas.check("resource '" + name + "'", opener);
  }

  /** {@return a resource that {@code opener} opens} Nothing is opened yet. */
  public static <T> Resource<T> of(String name, CheckedFunction0<? extends T> opener) {
    return new Resource<>(name, opener);
  }

  /**
   * {@return what is open, or is opened now} To be called in the body of a step, on the step's own
   * thread; neither is it to be kept beyond the step.
   *
   * @throws Exception what opening it throws
   * @throws IllegalStateException in a step that took too long and was left behind
   * @throws KappaException with {@link ErrorCode#INVALID_ARGUMENT} outside of a step, or if there
   *     is nothing to be opened
   */
  @SuppressWarnings("unchecked") // under its key there is what its opener gave
  public T get() throws Exception {
    OpenResources open = CurrentStep.resources();
    if (open == null) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "resource '%s': asked for on thread %s, where no step runs; call get() in the body of a step, on the step's own thread"
              .formatted(name, Thread.currentThread().getName()));
    }
    @Nullable Object value = open.get(name, opener, this::open);
    return (T) value;
  }

  private Object open() throws Exception {
    try {
      Object opened = opener.apply();
      if (opened == null) {
        throw new KappaException(
            ErrorCode.INVALID_ARGUMENT,
            "resource '" + name + "': its lambda gave null (expected: what is to be used)");
      }
      return opened;
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
