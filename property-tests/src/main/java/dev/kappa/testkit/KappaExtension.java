package dev.kappa.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives test methods a {@link KappaRunner}. If the test fails, what happened in its last run is
 * added to the failure, as suppressed.
 */
public final class KappaExtension implements ParameterResolver, TestExecutionExceptionHandler {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(KappaExtension.class);

  /** Needed by JUnit. */
  public KappaExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == KappaRunner.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(KappaRunner.class, type -> new KappaRunner());
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    KappaRunner runner = context.getStore(NAMESPACE).get(KappaRunner.class, KappaRunner.class);
    Run<?> last = runner == null ? null : runner.last();
    if (last != null) {
      failure.addSuppressed(new LastRun(last));
    }
    throw failure;
  }

  /** What happened in the last run, for whoever reads the failure. */
  private static final class LastRun extends RuntimeException {
    private static final long serialVersionUID = 1;

    LastRun(Run<?> run) {
      super(
          "the last run, with schedule %s:%n%s".formatted(run.schedule(), run.lastOfHistory()),
          null,
          false,
          false);
    }
  }
}
