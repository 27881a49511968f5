package dev.kappa.coordinator.platform.worker;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The main class of a local worker: ties the process to the life of the one that started it, then
 * runs the handler under the Lambda runtime interface client.
 *
 * <p>One for resident tasks runs its own loop: the handler's {@code ResidentWorker}.
 *
 * <p>Where that client has no native part (it has one for Linux only), a plain loop stands in.
 */
public final class WorkerMain {
  private WorkerMain() {}

  /**
   * Runs until the process that started this one ends.
   *
   * @param args the handler's class name
   * @throws Throwable what the runtime client throws: the process ends with it
   */
  public static void main(String[] args) throws Throwable {
    LifeLine.hold();
    if (Boolean.getBoolean("dev.kappa.worker.resident")) {
      main("dev.kappa.handler.ResidentWorker").invokeExact(args);
    } else if (Boolean.getBoolean("dev.kappa.worker.plain")) {
      PlainRuntime.run(args[0]);
    } else {
      main("com.amazonaws.services.lambda.runtime.api.client.AWSLambda").invokeExact(args);
    }
  }

  /** By name: the client's jar names others in its manifest, which a compiler complains about. */
  private static MethodHandle main(String name) throws ReflectiveOperationException {
    return MethodHandles.lookup()
        .findStatic(Class.forName(name), "main", MethodType.methodType(void.class, String[].class));
  }
}
