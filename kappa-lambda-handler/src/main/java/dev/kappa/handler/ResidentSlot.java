package dev.kappa.handler;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Message;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/** One task at a time of a resident worker, from one coordinator after the other. */
final class ResidentSlot implements Runnable {
  private static final System.Logger LOG = System.getLogger(ResidentSlot.class.getName());
  private static final SecureRandom RANDOM = new SecureRandom();

  /** After a refusal or a failure. */
  private static final long FIRST_PAUSE_MILLIS = 500;

  private static final long LONGEST_PAUSE_MILLIS = 8_000;

  private final ResidentPass pass;
  private final ResidentSurroundings surroundings;
  private final ClassLoader loader;
  private final String version;
  private final ResidentLife life;

  /** How often in a row it was to be let in anew. */
  private int failures;

  /** How many coordinators in a row had no task. */
  private int quiet;

  ResidentSlot(
      ResidentPass pass,
      ResidentSurroundings surroundings,
      ClassLoader loader,
      String version,
      ResidentLife life) {
    this.pass = pass;
    this.surroundings = surroundings;
    this.loader = loader;
    this.version = version;
    this.life = life;
  }

  @Override
  public void run() {
    Thread.currentThread().setContextClassLoader(loader);
    try {
      while (!life.isEnding()) {
        work();
      }
    } catch (VirtualMachineError e) {
      // A step has spent this process: whoever started it starts another.
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private void work() {
    try {
      String reason = workOnce();
      if (reason.equals("stuck")) {
        life.spent();
      }
    } catch (LinkEndedException e) {
      LOG.log(System.Logger.Level.WARNING, "a coordinator is left: {0}", e.getMessage());
      if (e.isRefusal()) {
        life.failed(refused(e));
      }
      renew();
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.ERROR, "a task was given up; the worker goes on", e);
      renew();
    }
  }

  private static KappaException refused(LinkEndedException e) {
    return new KappaException(
        ErrorCode.WORKER_START_FAILED,
        "no coordinator has let this resident worker in for a minute; the last said: "
            + e.getMessage());
  }

  private Surroundings surroundingsOf(Order.Work order) {
    try {
      return surroundings.of(order);
    } catch (KappaException e) {
      life.failed(e);
      throw e;
    }
  }

  private String workOnce() {
    Order.Work order = pass.order();
    Surroundings mine = surroundingsOf(order);
    Message.Hello hello =
        new Message.Hello(
            Message.VERSION,
            order.token(),
            order.invocation(),
            RANDOM.nextLong(),
            mine.application().digest(),
            version);
    Coordinators coordinators = new Coordinators(pass.next(), pass::elsewhere);
    try (Link link = new Link(coordinators, hello, mine.time(), Sockets.trusting(order.tls()))) {
      return new Invocation(link, mine, new Rest(link, order)).work();
    }
  }

  /**
   * Stays with the only coordinator there is. Of several, the next one is asked, the less often the
   * longer there was nothing to do.
   */
  private final class Rest implements Invocation.Idle {
    private final Link link;
    private final Order.Work order;
    private int left = pass.rounds(quiet, RANDOM.nextDouble());

    Rest(Link link, Order.Work order) {
      this.link = link;
      this.order = order;
    }

    @Override
    public boolean asksAgain() {
      pass.learn(link.coordinators(), order.invocation(), link.token());
      letIn();
      left--;
      boolean stays = pass.isAlone() || left > 0;
      if (!stays) {
        quiet++;
      }
      // What it was let in with may have changed: then it goes on with that.
      return stays && pass.isStillThat(order) && !life.isEnding();
    }

    @Override
    public void begins() {
      letIn();
      quiet = 0;
      life.begins();
    }

    @Override
    public void ends() {
      life.ends();
    }
  }

  private void letIn() {
    failures = 0;
    life.letIn();
  }

  /** {@return how long to wait: longer each time, and not as long as others do} */
  static long pauseMillis(int failures, double chance) {
    long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 20));
    return (long) (most * (0.5 + chance / 2));
  }

  private void renew() {
    try {
      TimeUnit.MILLISECONDS.sleep(pauseMillis(failures, RANDOM.nextDouble()));
      failures++;
      if (!life.isEnding()) {
        pass.renew();
      }
    } catch (InterruptedException e) {
      life.spent();
    } catch (KappaException e) {
      LOG.log(System.Logger.Level.WARNING, "no coordinator lets it in: {0}", e.getMessage());
      life.failed(e);
    }
  }
}
