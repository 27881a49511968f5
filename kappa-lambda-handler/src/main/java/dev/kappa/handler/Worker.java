package dev.kappa.handler;

import dev.kappa.Workflows;
import dev.kappa.codec.Codec;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Message;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Supplier;

/** A worker within this JVM. Its methods may be called by many threads: each call is a worker. */
public final class Worker {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Application application;
  private final Path output;
  private final Codec codec;
  private final StepThreads threads = new StepThreads();

  /**
   * A worker of an application.
   *
   * @param loader finds the application's classes
   * @param digest the version of its code, told to the coordinator
   * @param output where steps may leave files
   */
  public Worker(Workflows workflows, ClassLoader loader, String digest, Path output) {
    this(new Application(workflows, loader, digest), output);
  }

  Worker(Application application, Path output) {
    this.application = application;
    this.output = output.toAbsolutePath();
    this.codec = Codec.of(application.loader());
  }

  /**
   * Does what an invocation is asked for: {@code
   * {"action":"work","host":…,"port":…,"token":…,"invocation":…}} takes tasks from the coordinator
   * at that address until there are none or {@code deadline} is near; {@code {"action":"turn",…}}
   * goes on with the task in it, without a connection; {@code {"action":"describe"}} says what the
   * application has.
   *
   * @return the answer as JSON: {@code {"tasks":…,"reason":…}}, {@code
   *     {"application":…,"workflows":[…]}}, or with a member {@code error}
   * @throws VirtualMachineError if a step threw it: this JVM is to be given up
   */
  public byte[] handle(byte[] payload, Deadline deadline) {
    try {
      return switch (Order.parse(payload)) {
        case Order.Describe describe -> Answer.description(application);
        case Order.Work work -> work(work, new TimeLimit(deadline));
        case Order.Turn turn -> turn(turn, new TimeLimit(deadline));
      };
    } catch (KappaException e) {
      return Answer.error(e);
    }
  }

  /**
   * {@return whether so many steps were left behind when their time was over that this process
   * should be given up}
   */
  boolean isSpent() {
    return threads.areSpent();
  }

  private byte[] work(Order.Work order, TimeLimit time) {
    Message.Hello hello =
        new Message.Hello(
            Message.VERSION,
            order.token(),
            order.invocation(),
            RANDOM.nextLong(),
            application.digest());
    return inApplication(
        () -> {
          Surroundings around = surroundings(order.api(), order.blobs(), time);
          try (Link link =
              new Link(order.coordinator(), hello, time, Sockets.trusting(order.tls()))) {
            return new Invocation(link, around).run();
          }
        });
  }

  private byte[] turn(Order.Turn order, TimeLimit time) {
    return inApplication(
        () -> new Turn(order, surroundings(order.api(), order.blobs(), time)).run());
  }

  private Surroundings surroundings(Api api, String blobs, TimeLimit time) {
    return new Surroundings(
        application,
        codec,
        api,
        output,
        time,
        threads,
        World.REAL,
        LargeValues.at(blobs, time),
        false);
  }

  private byte[] inApplication(Supplier<byte[]> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(application.loader());
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
