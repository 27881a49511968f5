package dev.kappa.handler;

import dev.kappa.Checkpoint;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.codec.Codec;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Payload;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A worker whose requests, time and chance are its caller's: it does to a task what {@link Worker}
 * does, without a connection. A test kit drives it through every fault.
 */
public final class DrivenWorker {
  private static final Api API = new Api("http://localhost", "");

  private final Application application;
  private final Codec codec;
  private final Failures failures;
  private final Path output;

  /**
   * A worker of an application.
   *
   * @param loader finds the application's classes
   * @param output where steps may leave files
   */
  public DrivenWorker(Workflows workflows, ClassLoader loader, Path output) {
    this.application = new Application(workflows, loader, "driven");
    this.codec = Codec.of(loader);
    this.failures = new Failures(codec::encode, codec::decode, codec::error);
    this.output = output.toAbsolutePath();
  }

  /**
   * {@return the same, whose workflow of that name goes on after checkpoints as {@code mode} says}
   */
  public DrivenWorker with(String workflow, Checkpoint mode) {
    Workflows all = application.workflows();
    Workflow<?>[] changed =
        all.names().stream()
            .flatMap(name -> all.find(name).stream())
            .map(each -> each.name().equals(workflow) ? each.checkpoints(mode) : each)
            .toArray(Workflow<?>[]::new);
    return new DrivenWorker(Workflows.of(changed), application.loader(), output);
  }

  /**
   * Runs {@code task} on this thread until its attempt is over. What {@code requests} and {@code
   * world} throw as a {@link VirtualMachineError} is thrown on: the worker is gone.
   *
   * @param resident whether it is a resident worker
   */
  public void run(
      Assignment task, Requests requests, World world, Deadline deadline, boolean resident) {
    TimeLimit time = new TimeLimit(deadline);
    Surroundings surroundings =
        new Surroundings(
            application,
            codec,
            API,
            output,
            time,
            new StepThreads(),
            world,
            LargeValues.WITH_THE_COORDINATOR,
            resident);
    TaskRunner.run(task, requests, surroundings, true);
  }

  /**
   * {@return {@code value} as JSON, as inputs and signals come}
   *
   * @param where what it is, for the error's text
   * @throws dev.kappa.error.KappaException with {@link dev.kappa.error.ErrorCode#NOT_ENCODABLE}
   */
  public byte[] json(@Nullable Object value, String where) {
    return Json.write(value, where);
  }

  /** {@return whether the application has a workflow of that name} */
  public boolean has(String workflow) {
    return application.workflows().find(workflow).isPresent();
  }

  /**
   * {@return a stored value}
   *
   * @throws dev.kappa.error.KappaException if it can't be decoded with the code at hand
   */
  public @Nullable Object decode(Payload payload) {
    return codec.decode(payload);
  }

  /** {@return the error that was stored} If its class is not at hand, one that stands for it. */
  public Throwable error(Failure failure) {
    return failures.error(failure);
  }
}
