package dev.kappa.handler;

import dev.kappa.error.KappaException;
import dev.kappa.wire.Message;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/** One task at a time of a resident worker, from one coordinator after the other. */
final class ResidentSlot implements Runnable {
  private static final System.Logger LOG = System.getLogger(ResidentSlot.class.getName());
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long PAUSE_MILLIS = 1_000;

  private final ResidentPass pass;
  private final Surroundings surroundings;
  private final String version;
  private final ResidentLife life;

  ResidentSlot(ResidentPass pass, Surroundings surroundings, String version, ResidentLife life) {
    this.pass = pass;
    this.surroundings = surroundings;
    this.version = version;
    this.life = life;
  }

  @Override
  public void run() {
    Thread.currentThread().setContextClassLoader(surroundings.application().loader());
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
      renew();
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.ERROR, "a task was given up; the worker goes on", e);
      renew();
    }
  }

  private String workOnce() {
    Order.Work order = pass.order();
    Message.Hello hello =
        new Message.Hello(
            Message.VERSION,
            pass.token(),
            order.invocation(),
            RANDOM.nextLong(),
            surroundings.application().digest(),
            version);
    Coordinators coordinators = new Coordinators(pass.next(), pass::elsewhere);
    try (Link link =
        new Link(coordinators, hello, surroundings.time(), Sockets.trusting(order.tls()))) {
      return new Invocation(link, surroundings, new Rest(link)).work();
    }
  }

  /** Stays with the only coordinator there is; of several, the next one is asked. */
  private final class Rest implements Invocation.Idle {
    private final Link link;

    Rest(Link link) {
      this.link = link;
    }

    @Override
    public boolean asksAgain() {
      pass.learn(link.coordinators(), link.token());
      life.letIn();
      return pass.isAlone() && !life.isEnding();
    }

    @Override
    public void begins() {
      life.begins();
    }

    @Override
    public void ends() {
      life.ends();
    }
  }

  private void renew() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
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
