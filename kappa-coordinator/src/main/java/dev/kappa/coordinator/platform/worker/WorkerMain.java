package dev.kappa.coordinator.platform.worker;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The main class of a local worker: ties the process to the life of the one that started it, then
 * runs the handler under the Lambda runtime interface client.
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
    if (Boolean.getBoolean("dev.kappa.worker.plain")) {
      PlainRuntime.run(args[0]);
    } else {
      runtimeClient().invokeExact(args);
    }
  }

  /** By name: the client's jar names others in its manifest, which a compiler complains about. */
  private static MethodHandle runtimeClient() throws ReflectiveOperationException {
    return MethodHandles.lookup()
        .findStatic(
            Class.forName("com.amazonaws.services.lambda.runtime.api.client.AWSLambda"),
            "main",
            MethodType.methodType(void.class, String[].class));
  }
}
