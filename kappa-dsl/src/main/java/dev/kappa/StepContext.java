package dev.kappa;

import dev.kappa.interpreter.CurrentStep;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a running step can ask about itself. Get it by {@link #current} on the step's own thread.
 */
public interface StepContext {
  /**
   * {@return the context of the step that runs on this thread}
   *
   * @throws IllegalStateException outside a step's body
   */
  static StepContext current() {
    StepContext context = CurrentStep.get();
    if (context == null) {
      throw new IllegalStateException(
          "no step runs on thread "
              + Thread.currentThread().getName()
              + "; call StepContext.current() in the body of a step, on the step's own thread");
    }
    return context;
  }

  /** {@return the run's id} */
  String runId();

  /** {@return the task's handle within the run} */
  String task();

  /** {@return the step's name} */
  String step();

  /** {@return the epoch of this attempt, from 1} */
  long attempt();

  /**
   * {@return how long the step may still run: as long as the function, and no longer than the
   * step's own time limit; zero when it is over} What is done after that may be done again, or be
   * dropped.
   */
  Duration remaining();

  /**
   * {@return whether nobody wants what this step does any more} So it is when its task is to be
   * cancelled (unless the step is part of what runs then all the same, as in {@link Task#ensure}),
   * when its worker was taken for dead and another has the task, when its own time limit has
   * passed, and when it is over. It costs nothing to ask. The worker hears of it with its
   * heartbeats, so it may be some seconds late. A step that stops early may throw anything: see
   * {@link #heartbeat}.
   *
   * <pre>{@code
   * for (Page page : pages) {
   *   StepContext.current().heartbeat();
   *   index(page);
   * }
   * }</pre>
   */
  default boolean cancelled() {
    return false;
  }

  /**
   * Goes on if somebody still wants what this step does. It asks the coordinator anew, ten times a
   * second at most, but does not wait for its answer: the next call hears it. A step need not call
   * this to be taken for alive: its worker says so by itself.
   *
   * @throws CancelledException if {@link #cancelled}
   */
  default void heartbeat() {
    if (cancelled()) {
      throw new CancelledException("nobody wants what step '" + step() + "' does any more");
    }
  }

  /**
   * {@return a key that is the same when this step is run again after a crash, and different for
   * any other step} Give it to outside services that drop duplicates.
   */
  String idempotencyKey();

  /**
   * {@return a logger whose lines begin with whose they are: run, task, attempt and step} It is the
   * logger {@code kappa.step} of {@link System#getLogger}, so it goes where the application's own
   * lines go: if nothing else is set up, from {@code INFO} on to the worker's standard error. A
   * step that is run again logs again.
   *
   * <pre>{@code
   * StepContext.current().logger().log(Level.INFO, "charged {0} cents", cents);
   * }</pre>
   */
  default System.Logger logger() {
    return new StepLogger(this);
  }

  /**
   * {@return where a step may leave files for the user} An absolute path; the directory need not
   * exist yet. Steps of other invocations and runs may use it at the same time: put the run's id
   * into file names. Locally it is {@code output} in the data directory. On a platform without such
   * a place it is a directory of the worker's for temporary files, in which one can write but that
   * nobody looks into: it is gone with the worker.
   */
  Path outputDirectory();
}
