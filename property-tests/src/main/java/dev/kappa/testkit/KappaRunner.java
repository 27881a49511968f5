package dev.kappa.testkit;

import dev.kappa.Task;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.handler.DrivenWorker;
import io.vavr.Function1;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@link KappaTest} does, for a test that {@link KappaExtension} gives one: if the test fails,
 * it is told what happened in the last run.
 */
public final class KappaRunner {
  private static final String NAME = "workflow";

  private @Nullable Run<?> last;

  KappaRunner() {}

  /** See {@link KappaTest#run(Function1, Object)}. */
  public <I, T> Run<T> run(Function1<? super I, ? extends Task<? extends T>> workflow, I input) {
    return this.<I, T>of(workflow, input).run();
  }

  /** See {@link KappaTest#run(Task)}. */
  public <T> Run<T> run(Task<T> task) {
    return of(task).run();
  }

  /** See {@link KappaTest#of(Function1, Object)}. */
  @SuppressWarnings("unchecked") // what is read is of the type of what was written
  public <I, T> Scenario<T> of(
      Function1<? super I, ? extends Task<? extends T>> workflow, I input) {
    Objects.requireNonNull(input, "input");
    Class<? super I> type = typeOf(input);
    return scenario(Workflows.of(NAME, type, in -> workflow.apply((I) in)), NAME, input);
  }

  /** See {@link KappaTest#of(Task)}. */
  public <T> Scenario<T> of(Task<T> task) {
    Objects.requireNonNull(task, "task");
    return scenario(Workflows.of(NAME, Void.class, in -> task), NAME, null);
  }

  /** See {@link KappaTest#of(Workflow, Object)}. */
  public <I> Scenario<Object> of(Workflow<I> workflow, @Nullable I input) {
    return scenario(Workflows.of(workflow), workflow.name(), input);
  }

  /** See {@link KappaTest#of(Workflows, String, Object)}. */
  public Scenario<Object> of(Workflows application, String workflow, @Nullable Object input) {
    if (application.find(workflow).isEmpty()) {
      throw new KappaException(
          ErrorCode.UNKNOWN_WORKFLOW,
          "workflow '%s' is not in the application (it has: %s)"
              .formatted(workflow, String.join(", ", application.names())));
    }
    return scenario(application, workflow, input);
  }

  /** See {@link KappaTest#schedule}. */
  public Timetable schedule(Workflows application, String name) {
    return Timetable.of(this, application, name);
  }

  /** {@return {@code input} as JSON, as a schedule of the application gives it} */
  byte[] json(Workflows application, @Nullable Object input) {
    return worker(application).json(input, "the input");
  }

  private static DrivenWorker worker(Workflows application) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? KappaRunner.class.getClassLoader() : context;
    // Tests in several JVMs at once have runs of the same names.
    String own = Long.toString(ProcessHandle.current().pid());
    Path output = Path.of(System.getProperty("java.io.tmpdir"), "kappa-test", own);
    return new DrivenWorker(application, loader, output);
  }

  private <T> Scenario<T> scenario(Workflows application, String workflow, @Nullable Object input) {
    DrivenWorker worker = worker(application);
    byte[] json =
        input == null
            ? new byte[0]
            : Scenario.bounded(worker.json(input, "the input"), "the input");
    return new Scenario<>(Setup.of(worker, workflow, json), run -> last = run);
  }

  /** {@return the class that JSON is read as to get a value like this} */
  @SuppressWarnings("unchecked") // it is of each of these types
  private static <I> Class<? super I> typeOf(I input) {
    for (Class<?> general : List.of(List.class, Set.class, Map.class)) {
      if (general.isInstance(input)) {
        return (Class<? super I>) general;
      }
    }
    Class<?> type = input.getClass();
    return (Class<? super I>) (input instanceof Enum<?> value ? value.getDeclaringClass() : type);
  }

  /** {@return the last run that was made; null if there was none} */
  @Nullable Run<?> last() {
    return last;
  }
}
