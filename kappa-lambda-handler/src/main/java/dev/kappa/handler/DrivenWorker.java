package dev.kappa.handler;

import dev.kappa.Checkpoint;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.codec.Codec;
import dev.kappa.error.KappaException;
import dev.kappa.objects.BlobPlace;
import dev.kappa.objects.Bucket;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Payload;
import java.nio.file.Path;
import java.util.function.Function;
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
  private final Function<TimeLimit, LargeValues> large;

  /**
   * A worker of an application.
   *
   * @param loader finds the application's classes
   * @param output where steps may leave files
   */
  public DrivenWorker(Workflows workflows, ClassLoader loader, Path output) {
    this(
        new Application(workflows, loader, "driven"),
        Codec.of(loader),
        output,
        time -> LargeValues.WITH_THE_COORDINATOR);
  }

  private DrivenWorker(
      Application application, Codec codec, Path output, Function<TimeLimit, LargeValues> large) {
    this.application = application;
    this.codec = codec;
    this.failures = new Failures(codec::encode, codec::decode, codec::error);
    this.output = output.toAbsolutePath();
    this.large = large;
  }

  /** {@return the same, of another application in the same classes} */
  public DrivenWorker of(Workflows others) {
    Application other = new Application(others, application.loader(), application.digest());
    return new DrivenWorker(other, codec, output, large);
  }

  /** {@return the same, that sends values above so many bytes as blobs} */
  public DrivenWorker inline(int bytes) {
    return new DrivenWorker(
        application, codec, output, time -> new LargeValues.WithTheCoordinator(bytes));
  }

  /** {@return the same, that puts large values into a bucket, as {@code place} says} */
  public DrivenWorker in(BlobPlace place, Bucket bucket) {
    return new DrivenWorker(
        application, codec, output, time -> LargeValues.InABucket.of(place, bucket, time));
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
    return of(Workflows.of(changed));
  }

  /**
   * Runs {@code task} on this thread until its attempt is over. What {@code requests} and {@code
   * world} throw as a {@link VirtualMachineError} is thrown on: the worker is gone.
   *
   * @param resident whether it is a resident worker
   */
  public void run(
      Assignment task, Requests requests, World world, Deadline deadline, boolean resident) {
    TaskRunner.run(task, requests, surroundings(API, world, deadline, resident), true);
  }

  /**
   * Does on this thread what an invocation is asked for that works without a connection: one turn
   * of one task. Large values go where this worker was told, whatever {@code payload} says. What
   * {@code world} throws as a {@link VirtualMachineError} is thrown on: the function is gone.
   *
   * @param payload as a coordinator writes it
   * @return the answer, for the coordinator to read
   */
  public byte[] turn(byte[] payload, World world, Deadline deadline) {
    try {
      if (Order.parse(payload) instanceof Order.Turn order) {
        return new Turn(order, surroundings(order.api(), world, deadline, false)).run();
      }
      throw Order.foreign("it asks for no turn of a task", null);
    } catch (KappaException e) {
      return Answer.error(e);
    }
  }

  private Surroundings surroundings(Api api, World world, Deadline deadline, boolean resident) {
    TimeLimit time = new TimeLimit(deadline);
    return new Surroundings(
        application,
        codec,
        api,
        output,
        time,
        new StepThreads(),
        world,
        large.apply(time),
        resident);
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
