package dev.kappa.tests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.coordinator.core.Applied;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.core.Effect;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The core with what an engine adds: changes become durable a while after they were decided, in
 * order, and only then do replies leave. If it dies, what was not durable has not been; it comes
 * back with what the store has.
 */
final class SimulatedCoordinator {
  static final String RUN = "run";
  private static final long LEASE = 2000;

  /** So many crashes in a row do not happen: no step is poisoned here. */
  private static final CoreSettings SETTINGS =
      new CoreSettings(100, Duration.ofDays(1), 400, 1_000_000);

  private final World world;
  private final Core core = new Core(SETTINGS);
  private final SimulatedStore store = new SimulatedStore();
  private final Workers workers;
  private final Deque<Unwritten> unwritten = new ArrayDeque<>();
  private @Nullable RunState state;
  private boolean up = true;
  private long restarts;
  private long clockIsBehind;

  /** Who runs tasks. */
  interface Workers {
    void start(Assignment assignment);

    boolean live(AttemptRef attempt);
  }

  private record Unwritten(List<Change> changes, Runnable afterwards) {}

  SimulatedCoordinator(World world, Workers workers) {
    this.world = world;
    this.workers = workers;
    for (int i = 0; i < world.faults.restarts(); i++) {
      world.after(world.some(5000), this::crash);
    }
  }

  SimulatedStore store() {
    return store;
  }

  // ---- what is asked of it

  /** A client starts the run, and asks again until it is answered. */
  void start() {
    boolean[] answered = {false};
    submit(new Command.Start("program", "null".getBytes(UTF_8), 7), reply -> answered[0] = true);
    world.after(
        500,
        () -> {
          if (!answered[0]) {
            start();
          }
        });
  }

  /** A client cancels the run, and asks again until it is answered. */
  void cancel() {
    boolean[] answered = {false};
    submit(new Command.Cancel(), reply -> answered[0] = true);
    world.after(
        500,
        () -> {
          if (!answered[0]) {
            cancel();
          }
        });
  }

  /** A worker's message; {@code back} brings the answer to it. */
  void receive(Message message, long instance, Consumer<Message> back) {
    if (message instanceof Message.Commits m) {
      submit(
          new Command.Committed(m.commit(), instance),
          reply -> back.accept(((Reply.ToWorker) reply).message()));
    } else if (message instanceof Message.FetchFrames m && up && state != null) {
      back.accept(
          state.has(m.ref(), instance)
              ? new Message.Frames(core.frames(state, m.ref().task(), m.below()))
              : new Message.Superseded(0, "another attempt has the task"));
    }
  }

  /** {@return whether commits of a worker could still be accepted} */
  boolean mayCommit(AttemptRef attempt, long instance) {
    if (state == null && store.fields().isEmpty()) {
      return false;
    }
    RunState known = state == null ? RunState.load(RUN, store.fields()) : state;
    return known.has(attempt, instance);
  }

  private boolean isRunning(AttemptRef attempt) {
    if (state != null) {
      for (AttemptRef running : state.running()) {
        if (running.equals(attempt)) {
          return true;
        }
      }
    }
    return false;
  }

  // ---- deciding and writing

  private void submit(Command command, Consumer<Reply> afterwards) {
    if (!up || (state == null && !(command instanceof Command.Start))) {
      return;
    }
    Applied applied = core.apply(RUN, state, command, world.now() - clockIsBehind);
    state = applied.state();
    unwritten.add(new Unwritten(applied.changes(), () -> afterwards.accept(applied.reply())));
    long life = restarts;
    world.after(world.some(world.faults.flush()), () -> inLife(life, this::flush));
    for (Effect effect : applied.effects()) {
      if (effect instanceof Effect.Ready ready) {
        dispatchSoon(ready.task());
      }
    }
    tickAt(applied.state().nextTimer());
    if (!(command instanceof Command.Look) && world.chance(0.3)) {
      submit(new Command.Look(), reply -> {});
    }
  }

  /** Drops the blobs that attempts have left behind. */
  private void sweep() {
    submit(new Command.Sweep(List.copyOf(store.blobs().keySet())), reply -> {});
  }

  private void inLife(long life, Runnable action) {
    if (up && life == restarts) {
      action.run();
    }
  }

  /** Writes some of what is not durable yet, in one batch. */
  private void flush() {
    for (int i = world.some(4); i > 0 && !unwritten.isEmpty(); i--) {
      Unwritten next = unwritten.remove();
      store.apply(next.changes());
      next.afterwards().run();
    }
    if (!unwritten.isEmpty()) {
      long life = restarts;
      world.after(world.some(world.faults.flush()), () -> inLife(life, this::flush));
    }
  }

  private void tickAt(long due) {
    if (due < Long.MAX_VALUE) {
      long life = restarts;
      long delay = Math.max(0, due + clockIsBehind - world.now());
      world.after(delay, () -> inLife(life, () -> submitTick(due)));
    }
  }

  private void submitTick(long due) {
    if (state != null && state.nextTimer() <= due) {
      submit(new Command.Tick(), reply -> {});
    }
  }

  // ---- workers

  private void dispatchSoon(Handle task) {
    long life = restarts;
    world.after(world.some(10), () -> inLife(life, () -> dispatch(task)));
  }

  private void dispatch(Handle task) {
    submit(
        new Command.Dispatch(task, true),
        reply -> {
          if (reply instanceof Reply.Assigned assigned) {
            workers.start(assigned.assignment());
            watch(assigned.assignment().ref());
          }
        });
  }

  /** Takes a worker for dead of which nothing is heard; sometimes one that lives. */
  private void watch(AttemptRef attempt) {
    long life = restarts;
    world.after(LEASE, () -> inLife(life, () -> look(attempt)));
  }

  private void look(AttemptRef attempt) {
    if (!isRunning(attempt)) {
      return;
    }
    if (workers.live(attempt) && !world.chance(world.faults.silence())) {
      watch(attempt);
    } else {
      world.tell("taken for dead: " + attempt);
      submit(new Command.Lost(attempt, Command.Loss.SILENT, "silent"), reply -> {});
      sweep();
    }
  }

  // ---- dying

  private void crash() {
    world.tell("the coordinator dies with " + unwritten.size() + " unwritten changes");
    up = false;
    restarts++;
    unwritten.clear();
    state = null;
    long life = restarts;
    world.after(world.some(400), () -> comeBack(life));
  }

  private void comeBack(long life) {
    if (life != restarts) {
      return;
    }
    world.tell("the coordinator comes back");
    up = true;
    clockIsBehind = world.random.nextInt(100);
    if (store.fields().isEmpty()) {
      return;
    }
    state = RunState.load(RUN, store.fields());
    if (state.over()) {
      return;
    }
    boolean orphans = world.random.nextBoolean();
    for (AttemptRef attempt : state.running()) {
      if (orphans) {
        submit(new Command.Lost(attempt, Command.Loss.ORPHANED, "restarted"), reply -> {});
      } else {
        watch(attempt);
      }
    }
    sweep();
    state.ready().forEach(this::dispatchSoon);
    tickAt(state.nextTimer());
  }
}
