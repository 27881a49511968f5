package dev.kappa.handler;

import dev.kappa.codec.Codec;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process for resident tasks: {@code java -cp app.jar dev.kappa.handler.ResidentWorker}. It takes
 * several at once from whichever coordinators there are, runs their steps without the time limit of
 * a function, and goes on until it is told to end (SIGTERM). Then it takes no more, gives back what
 * it has at the end of the steps that run, and exits when the last is given back, or {@code
 * KAPPA_GRACE} seconds later. A step that has not ended by then runs again elsewhere.
 *
 * <p>It reads the environment: {@code KAPPA_COORDINATOR}, the address of a coordinator's API,
 * {@code KAPPA_TOKEN} or {@code KAPPA_TOKEN_FILE} with a token of the role admin where coordinators
 * ask for tokens, {@code KAPPA_CA} with a PEM file of certificates to trust; or, from a coordinator
 * that starts it, {@code KAPPA_INVITATION}. {@code KAPPA_RESIDENT} says how many tasks it does at
 * once, 1 to {@value #MOST}, {@code KAPPA_CODE_VERSION} which version of the application it is
 * (empty: that which new runs begin with), {@code KAPPA_IDLE} after how many seconds without a task
 * it ends (0: never), {@code KAPPA_OUTPUT} where steps may leave files.
 *
 * <p>It ends with 0 when it was idle, with 1 when it can't go on, since too many steps that were
 * broken off go on all the same, or since for a minute no coordinator let it in, as when they speak
 * another version of the protocol: start it again. While a task is at work it does not end for the
 * latter. One that a signal ends has the exit code of that.
 */
public final class ResidentWorker {
  /** The most tasks at once. */
  static final int MOST = 1_000;

  private static final int USUAL = 4;
  private static final Duration USUAL_GRACE = Duration.ofSeconds(20);

  private final ResidentPass pass;
  private final ResidentLife life;
  private final ResidentSurroundings surroundings;
  private final ClassLoader loader;
  private final int concurrency;
  private final String version;

  ResidentWorker(Application application, Map<String, String> environment, ResidentPass pass) {
    this.pass = pass;
    this.life = new ResidentLife(seconds(environment, "KAPPA_IDLE", Duration.ZERO));
    this.concurrency = (int) number(environment, "KAPPA_RESIDENT", USUAL, 1, MOST);
    this.version = environment.getOrDefault("KAPPA_CODE_VERSION", "");
    TimeLimit time = life.time();
    this.loader = application.loader();
    Order.Work order = pass.order();
    this.surroundings =
        new ResidentSurroundings(
            new Surroundings(
                application,
                Codec.of(application.loader()),
                order.api(),
                KappaHandler.output(environment).toAbsolutePath(),
                time,
                new StepThreads(),
                World.REAL,
                LargeValues.at(order.blobs(), time),
                true),
            order);
  }

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) {
    System.exit(run(System.getenv()));
  }

  /**
   * Runs until the process is told to end; what is wrong is printed. To be called once.
   *
   * @return the exit code
   */
  public static int run(Map<String, String> environment) {
    try {
      Application application =
          new ApplicationLoader(environment, ResidentWorker.class.getClassLoader()).load();
      Duration grace = seconds(environment, "KAPPA_GRACE", USUAL_GRACE);
      ResidentWorker worker =
          new ResidentWorker(
              application, environment, new ResidentPass(new Invitation(environment)::ask));
      List<Thread> slots = worker.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> worker.end(slots, grace)));
      return worker.await(slots, grace);
    } catch (KappaException e) {
      System.err.println(e.code().text() + ": " + e.getMessage());
      return 1;
    }
  }

  /** {@return its threads, which end when it does} */
  List<Thread> start() {
    List<Thread> slots = new ArrayList<>();
    for (int i = 1; i <= concurrency; i++) {
      slots.add(
          Thread.ofPlatform()
              .name("kappa-resident-" + i)
              .start(new ResidentSlot(pass, surroundings, loader, version, life)));
    }
    System.err.println(
        "resident worker: takes %d tasks at once from %s"
            .formatted(concurrency, pass.order().coordinator()));
    return slots;
  }

  /** Ends: what is not given back within {@code grace} runs again elsewhere. */
  void end(List<Thread> slots, Duration grace) {
    life.end(grace);
    long end = System.nanoTime() + grace.toNanos();
    try {
      for (Thread slot : slots) {
        long left = end - System.nanoTime();
        if (left > 0) {
          slot.join(Duration.ofNanos(left));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever it ends of: another process is wanted in its place, which waits for its end. */
  private int await(List<Thread> slots, Duration grace) {
    try {
      life.await();
    } catch (InterruptedException e) {
      return 1;
    }
    end(slots, grace);
    KappaException failure = life.failure();
    if (failure != null) {
      throw failure;
    }
    return life.isSpent() ? 1 : 0;
  }

  private static Duration seconds(
      Map<String, String> environment, String name, Duration otherwise) {
    return Duration.ofSeconds(number(environment, name, otherwise.toSeconds(), 0, 86_400));
  }

  private static long number(
      Map<String, String> environment, String name, long otherwise, long least, long most) {
    String text = environment.getOrDefault(name, "");
    if (text.isBlank()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new KappaException(
        ErrorCode.INVALID_ARGUMENT,
        "%s: '%s' (expected: a whole number, %d to %d)".formatted(name, text, least, most));
  }
}
