package dev.kappa.tests.simulation;

import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One invocation: it takes tasks until there are none. A request is kept until it is answered; when
 * the connection is lost, another is made and all that is unanswered sent again, in order.
 */
final class SimulatedWorker implements Line.Caller {
  private static final long PATIENCE = 30_000;
  private static final long MINUTE = 60_000;
  private static final int LINGER = 50;
  private static final int RESIDENT_LINGER = 1_000;
  private static final int MOST_IDLE = 5;

  private final World world;
  private final Workers workers;
  private final Consumer<InvokeOutcome> ended;
  private final String invocation;
  private final long instance;

  /** The version of the code that one for resident tasks has; null of an invocation's. */
  private final @Nullable String resident;

  private int idle;
  private String coordinator;
  private final Deque<Message> unanswered = new ArrayDeque<>();
  private @Nullable Line line;
  private @Nullable SimulatedAttempt attempt;
  private boolean live = true;
  private boolean beating;
  private long frozenUntil;
  private long lostAt;

  SimulatedWorker(
      World world,
      Workers workers,
      String coordinator,
      String invocation,
      @Nullable String resident,
      Consumer<InvokeOutcome> ended) {
    this.world = world;
    this.workers = workers;
    this.coordinator = coordinator;
    this.invocation = invocation;
    this.resident = resident;
    this.ended = ended;
    this.instance = world.random.nextLong();
    this.lostAt = world.now();
    poll();
    connect();
  }

  // ---- living

  boolean live() {
    return live;
  }

  /** Ends this process; the platform sees {@code how}. */
  void die(InvokeOutcome how) {
    if (live) {
      live = false;
      world.tell(this + " is gone: " + how);
      if (line != null) {
        line.cut();
      }
      ended.accept(how);
    }
  }

  void crash(String why) {
    die(new InvokeOutcome.Failed(InvokeError.CRASH, why));
  }

  /** Stands still for a while; nothing that arrives is looked at. */
  void freeze(int millis) {
    frozenUntil = world.now() + millis;
  }

  /** Does something later, if it lives then, and not while it is frozen. */
  void later(long millis, Runnable action) {
    world.after(millis, () -> thawed(action));
  }

  private void thawed(Runnable action) {
    if (!live) {
      return;
    }
    if (world.now() < frozenUntil) {
      world.at(frozenUntil, () -> thawed(action));
    } else {
      action.run();
    }
  }

  // ---- the connection

  private void connect() {
    if (line != null) {
      return;
    }
    if (world.now() - lostAt > PATIENCE) {
      die(new InvokeOutcome.Returned(new byte[0]));
      return;
    }
    line = workers.connect(this, coordinator, invocation, instance, resident);
    if (line == null) {
      later(world.some(500), this::connect);
    } else {
      Line made = line;
      unanswered.forEach(made::request);
    }
  }

  @Override
  public void lost(Line which) {
    thawed(
        () -> {
          if (which.equals(line)) {
            line = null;
            lostAt = world.now();
            later(world.some(200), this::connect);
          }
        });
  }

  void request(Message message) {
    unanswered.add(message);
    if (line != null) {
      line.request(message);
    }
  }

  /** {@return whether nothing is unanswered but a poll} */
  boolean settled() {
    return unanswered.isEmpty() || unanswered.element() instanceof Message.Poll;
  }

  int unanswered() {
    return unanswered.size();
  }

  /** Takes a poll back: the coordinator ignores it, since this worker has a task. */
  void forgetPoll() {
    if (!unanswered.isEmpty() && unanswered.getLast() instanceof Message.Poll) {
      unanswered.removeLast();
    }
  }

  @Override
  public void receive(Line from, Message reply) {
    thawed(
        () -> {
          if (from.equals(line)) {
            answered(reply);
          }
        });
  }

  private void answered(Message reply) {
    if (reply instanceof Message.Welcome m) {
      beat(m.heartbeatMillis());
      return;
    }
    if (reply instanceof Message.Moved m) {
      move(m.to().host());
      return;
    }
    if (reply instanceof Message.Alive m) {
      if (attempt != null && attempt.ref().equals(m.giveBack())) {
        attempt.giveBack();
      }
      return;
    }
    if (reply instanceof Message.Unwanted m) {
      if (attempt != null && attempt.ref().equals(m.attempt()) && !m.superseded()) {
        attempt.cancel();
      }
      return;
    }
    if (reply instanceof Message.Refused) {
      // What it says is of an attempt that is another's by now.
      crash("refused");
      return;
    }
    Message request = unanswered.remove();
    switch (reply) {
      case Message.Assigned m when request instanceof Message.Poll -> {
        idle = 0;
        begin(m.assignment());
      }
      case Message.Released m when request instanceof Message.Poll -> released();
      default -> {
        if (attempt == null || request instanceof Message.Poll) {
          throw new AssertionError(reply + " answers " + request);
        }
        attempt.answered(request, reply);
      }
    }
  }

  /** One for resident tasks asks again, a few times. */
  private void released() {
    idle++;
    if (resident == null || idle > MOST_IDLE) {
      die(new InvokeOutcome.Returned(new byte[0]));
    } else if (attempt == null) {
      poll();
    }
  }

  /** Another coordinator has the run: all that is unanswered is sent there. */
  private void move(String to) {
    if (line != null) {
      line.cut();
      line = null;
    }
    coordinator = to;
    lostAt = world.now();
    connect();
  }

  private void begin(Assignment task) {
    try {
      attempt = new SimulatedAttempt(world, this, workers, task);
    } catch (AttemptBlobs.GoneException e) {
      crash(String.valueOf(e.getMessage()));
    }
  }

  private void beat(long millis) {
    if (!beating) {
      beating = true;
      later(millis, () -> beatAgain(millis));
    }
  }

  private void beatAgain(long millis) {
    if (line != null && attempt != null) {
      line.request(new Message.Heartbeat(attempt.ref()));
    }
    later(millis, () -> beatAgain(millis));
  }

  // ---- tasks

  void poll() {
    request(new Message.Poll(isResident() ? RESIDENT_LINGER : LINGER, MINUTE));
  }

  /** The attempt is over, and all its commits are answered. */
  void over() {
    attempt = null;
    if (unanswered.isEmpty()) {
      poll();
    }
  }

  /** {@return whether it is one for resident tasks} */
  boolean isResident() {
    return resident != null;
  }

  long instance() {
    return instance;
  }

  @Override
  public String toString() {
    return "worker "
        + Long.toHexString(instance >>> 48)
        + (attempt == null ? "" : " of " + attempt);
  }
}
