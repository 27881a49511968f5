package dev.kappa.tests.simulation;

import dev.kappa.Checkpoint;
import dev.kappa.interpreter.Machine;
import dev.kappa.interpreter.Outcome;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * One invocation with one task. It runs the interpreter a turn at a time, so that anything can
 * happen between two turns, and sends its commits again until they are answered.
 */
final class SimulatedWorker {
  private static final int MOST_UNANSWERED = 4;
  private static final int MOST_TRIES = 12;
  private static final long PATIENCE = 150;

  private final World world;
  private final Link link;
  private final Checkpoint mode;
  private final AttemptRef ref;
  private final long instance;
  private final Machine machine;
  private final Deque<Commit> unanswered = new ArrayDeque<>();
  private List<Operation> operations = new ArrayList<>();
  private Pending pending = Pending.NOTHING;
  private int needed = -1;
  private long seq;
  private long base;
  private long steps;
  private boolean cancel;
  private boolean live = true;

  /** The way to the coordinator. */
  interface Link {
    void send(Message message, long instance, Consumer<Message> back);

    /** The worker knows that so many steps of the task are durable. */
    void finished(AttemptRef attempt, long steps);
  }

  /** What the worker can't go on without. */
  private enum Pending {
    NOTHING,
    ALL_REPLIES,
    WHAT_IT_WAITS_FOR,
    THE_END,
    FRAMES
  }

  SimulatedWorker(
      World world,
      Link link,
      SimulatedHost host,
      Checkpoint mode,
      Assignment assignment,
      long instance) {
    this.world = world;
    this.link = link;
    this.mode = mode;
    this.ref = assignment.ref();
    this.instance = instance;
    this.seq = assignment.seq();
    this.base = assignment.base();
    this.steps = assignment.steps();
    this.cancel = assignment.cancel();
    this.machine = new Machine(host, assignment);
    soon();
  }

  AttemptRef attempt() {
    return ref;
  }

  boolean live() {
    return live;
  }

  private void dies(String why) {
    if (live) {
      live = false;
      world.tell(this + " is gone: " + why);
    }
  }

  private void soon() {
    world.after(world.random.nextInt(4), this::turn);
  }

  private void turn() {
    if (!live || pending != Pending.NOTHING) {
      return;
    }
    if (world.chance(world.faults.crash())) {
      dies("crash");
      return;
    }
    if (cancel) {
      machine.cancel();
    }
    Outcome outcome;
    try {
      outcome = machine.run(world.some(30));
    } catch (BlobGoneException e) {
      dies(e.toString());
      return;
    }
    operations.addAll(machine.takeOperations());
    act(outcome);
    if (pending == Pending.NOTHING) {
      soon();
    }
  }

  private void act(Outcome outcome) {
    switch (outcome) {
      case Outcome.RunStep step -> step(step);
      case Outcome.Wait wait ->
          commit(world.chance(world.faults.release()), Pending.WHAT_IT_WAITS_FOR);
      case Outcome.Save save -> save(save.mode());
      case Outcome.NeedFrames need -> fetch(need.depth());
      case Outcome.Paused paused -> {
        if (world.chance(0.1)) {
          save(Checkpoint.ASYNC);
        }
      }
      case Outcome.Ended ended -> commit(false, Pending.THE_END);
    }
  }

  private void step(Outcome.RunStep step) {
    if (world.chance(world.faults.release())) {
      commit(true, Pending.THE_END);
    } else if (machine.steps() != steps || !operations.isEmpty()) {
      save(mode);
    } else if (mode == Checkpoint.SYNC && !unanswered.isEmpty()) {
      pending = Pending.ALL_REPLIES;
    } else {
      run(step);
    }
  }

  private void run(Outcome.RunStep step) {
    Journal.time(world.now());
    world.tell(this + " runs step " + step.ordinal() + " '" + step.name() + "'");
    Object value;
    try {
      value = step.run();
    } catch (Throwable e) {
      machine.stepThrew(step.name(), e);
      return;
    }
    machine.stepReturned(value);
  }

  // ---- commits

  private void save(Checkpoint how) {
    boolean wait = how == Checkpoint.SYNC || unanswered.size() >= MOST_UNANSWERED;
    commit(false, wait ? Pending.ALL_REPLIES : Pending.NOTHING);
  }

  private void commit(boolean release, Pending then) {
    Continuation continuation = machine.snapshot();
    Commit commit = new Commit(ref, seq + 1, base, continuation, operations, release);
    operations = new ArrayList<>();
    seq = commit.seq();
    base = commit.digest();
    steps = continuation.steps();
    pending = then;
    unanswered.add(commit);
    send(commit);
    world.after(PATIENCE, () -> sendAgain(seq, 1));
  }

  private void send(Commit commit) {
    link.send(new Message.Commits(commit), instance, this::answer);
  }

  private void sendAgain(long last, int tries) {
    Commit oldest = unanswered.peek();
    if (!live || oldest == null || oldest.seq() > last) {
      return;
    }
    if (tries > MOST_TRIES) {
      dies("the coordinator does not answer");
      return;
    }
    unanswered.forEach(this::send);
    world.after(PATIENCE, () -> sendAgain(last, tries + 1));
  }

  private void answer(Message reply) {
    if (!live) {
      return;
    }
    switch (reply) {
      case Message.Committed m -> goOn(m);
      case Message.Yielded m -> {
        durable(m.seq());
        dies("it gave the task back");
      }
      case Message.Superseded m -> dies(m.reason());
      default -> throw new AssertionError("answered to a commit: " + reply);
    }
  }

  /** Takes note of the commits that are durable: {@code last} and those before it. */
  private void durable(long last) {
    while (!unanswered.isEmpty() && unanswered.element().seq() <= last) {
      link.finished(ref, unanswered.remove().next().steps());
    }
  }

  private void goOn(Message.Committed m) {
    boolean news = !unanswered.isEmpty() && unanswered.element().seq() <= m.seq();
    if (!news) {
      return;
    }
    durable(m.seq());
    cancel |= m.cancel();
    if (!unanswered.isEmpty()) {
      return;
    }
    if (pending == Pending.WHAT_IT_WAITS_FOR) {
      resume(Objects.requireNonNull(m.next(), "what it waited for"));
    } else if (pending == Pending.ALL_REPLIES) {
      goOn();
    } else if (pending == Pending.THE_END) {
      throw new AssertionError(this + " was to end, but goes on");
    }
  }

  private void resume(Next next) {
    try {
      machine.resume(next);
    } catch (BlobGoneException e) {
      dies(e.toString());
      return;
    }
    goOn();
  }

  private void goOn() {
    pending = Pending.NOTHING;
    soon();
  }

  // ---- frames

  private void fetch(int below) {
    pending = Pending.FRAMES;
    needed = below;
    ask(below, 1);
  }

  private void ask(int below, int tries) {
    if (!live || pending != Pending.FRAMES || needed != below) {
      return;
    }
    if (tries > MOST_TRIES) {
      dies("nobody gives it frames");
      return;
    }
    link.send(new Message.FetchFrames(ref, below), instance, reply -> load(below, reply));
    world.after(PATIENCE, () -> ask(below, tries + 1));
  }

  private void load(int below, Message reply) {
    if (!live || pending != Pending.FRAMES || needed != below) {
      return;
    }
    if (reply instanceof Message.Frames frames) {
      needed = -1;
      machine.load(frames.frames());
      goOn();
    } else {
      dies("it is given no frames");
    }
  }

  @Override
  public String toString() {
    return "worker of " + ref + " (" + Long.toHexString(instance >>> 48) + ")";
  }
}
