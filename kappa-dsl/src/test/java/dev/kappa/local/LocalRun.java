package dev.kappa.local;

import dev.kappa.CancelledException;
import dev.kappa.Task;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A run: a root task and all that it spawned, one after the other on this thread, in virtual time.
 * What a coordinator does, in the plainest way: each commit goes through its bytes and is applied
 * to a list of frames.
 */
public final class LocalRun {
  private static final long START = 1_000_000;

  private final Mode mode;
  private final Map<Handle, LocalWorker> tasks = new LinkedHashMap<>();
  private final Map<Handle, LocalChannel> channels = new LinkedHashMap<>();
  private final Deque<LocalWorker> ready = new ArrayDeque<>();
  private BooleanSupplier cancel = () -> false;
  private @Nullable Failure poison;
  private long now = START;

  private LocalRun(Mode mode) {
    this.mode = mode;
  }

  /** A run that has not begun. */
  public static LocalRun in(Mode mode) {
    return new LocalRun(mode);
  }

  /** All tasks are to be cancelled as soon as {@code condition} holds. */
  public LocalRun cancelWhen(BooleanSupplier condition) {
    cancel = condition;
    return this;
  }

  /** The first step of the root task is said to have killed its workers. */
  public LocalRun poisoned(Failure failure) {
    poison = failure;
    return this;
  }

  /**
   * {@return what {@code program} gives}
   *
   * @throws E what it fails with
   */
  @SuppressWarnings("unchecked") // any error is thrown, also one that is not declared
  public <E extends Throwable> @Nullable Object run(Task<?> program) throws E {
    LocalHost host = new LocalHost(program, () -> now);
    LocalTask root =
        new LocalTask(Handle.ROOT, 1, List.of(), new Next.Enter("workflow", new byte[0]));
    root.poison = poison;
    add(new LocalWorker(mode, host, root));
    while (!root.ended()) {
      work(host, nextReady());
    }
    if (root.next instanceof Next.Failed failed) {
      throw (E) host.error(failed.failure());
    }
    return host.decode(((Next.Completed) root.next).value());
  }

  /** {@return the root task's commits} */
  public List<Commit> commits() {
    return commits(Handle.ROOT);
  }

  /** {@return the commits of a task} */
  public List<Commit> commits(Handle task) {
    return Objects.requireNonNull(tasks.get(task)).task.commits;
  }

  /** {@return the handles of all tasks, in the order of their beginning} */
  public List<Handle> tasks() {
    return List.copyOf(tasks.keySet());
  }

  /** {@return how many milliseconds have passed in virtual time} */
  public long elapsed() {
    return now - START;
  }

  private void add(LocalWorker worker) {
    tasks.put(worker.task.id, worker);
    ready.add(worker);
  }

  // ---- one task at a time

  private LocalWorker nextReady() {
    cancelIfDue();
    if (ready.isEmpty()) {
      fireNextTimer();
    }
    return ready.remove();
  }

  private void fireNextTimer() {
    LocalTask sleeper =
        tasks.values().stream()
            .map(worker -> worker.task)
            .filter(task -> task.next instanceof Next.Sleep)
            .min(Comparator.comparingLong(task -> ((Next.Sleep) task.next).until()))
            .orElseThrow(() -> new IllegalStateException("deadlock: every task waits"));
    now = Math.max(now, ((Next.Sleep) sleeper.next).until());
    wake(sleeper, new Next.Holding(Payload.NONE));
  }

  private void work(LocalHost host, LocalWorker worker) {
    LocalTask task = worker.task;
    boolean goesOn = true;
    while (goesOn) {
      cancelIfDue();
      Commit commit = worker.work();
      commit.operations().forEach(operation -> operate(host, task, operation));
      goesOn = !task.ended() && (!(task.next instanceof Next.Wait wait) || fulfilled(worker, wait));
    }
    if (task.ended()) {
      tellWaiters();
    }
  }

  private boolean fulfilled(LocalWorker worker, Next.Wait wait) {
    LocalTask task = worker.task;
    Next given = task.cancelDue() ? new Next.Raising(cancelled()) : fulfil(task, wait);
    if (given == null) {
      return false;
    }
    worker.resume(given);
    return true;
  }

  private void operate(LocalHost host, LocalTask creator, Operation operation) {
    switch (operation) {
      case Operation.Spawn o -> {
        Handle id = creates(creator, o.id());
        Next next = new Next.Holding(o.value());
        LocalTask child = new LocalTask(id, tasks.size() + 1L, o.frames(), next);
        add(new LocalWorker(mode, host, child));
      }
      case Operation.NewChannel o ->
          channels.put(creates(creator, o.id()), new LocalChannel(o.capacity(), this::wake));
      case Operation.CloseChannel o -> channel(o.id()).close();
    }
  }

  private Handle creates(LocalTask creator, Handle id) {
    if (id.creator() != creator.number || tasks.containsKey(id) || channels.containsKey(id)) {
      throw new IllegalStateException("task number " + creator.number + " can't create " + id);
    }
    return id;
  }

  // ---- waiting

  /** {@return what a waiting task goes on with; null if it has to wait} */
  private @Nullable Next fulfil(LocalTask task, Next.Wait wait) {
    return switch (wait) {
      case Next.Await n -> result(List.of(n.future()), false);
      case Next.AwaitAll n -> result(n.futures(), true);
      case Next.Receive n -> channel(n.channel()).receive(task);
      case Next.Send n -> channel(n.channel()).send(task, n.message());
      case Next.Sleep n -> n.until() <= now ? new Next.Holding(Payload.NONE) : null;
    };
  }

  private @Nullable Next result(List<Handle> futures, boolean all) {
    List<Payload> values = new ArrayList<>();
    boolean open = false;
    for (Handle future : futures) {
      switch (Objects.requireNonNull(tasks.get(future)).task.next) {
        case Next.Failed n -> {
          return new Next.Raising(n.failure());
        }
        case Next.Completed n -> values.add(n.value());
        default -> open = true;
      }
    }
    if (open) {
      return null;
    }
    return all ? new Next.Results(values) : new Next.Holding(values.getFirst());
  }

  private LocalChannel channel(Handle id) {
    return Objects.requireNonNull(channels.get(id), () -> "no channel " + id);
  }

  private void tellWaiters() {
    for (LocalWorker worker : tasks.values()) {
      LocalTask task = worker.task;
      Next given =
          switch (task.next) {
            case Next.Await wait -> fulfil(task, wait);
            case Next.AwaitAll wait -> fulfil(task, wait);
            default -> null;
          };
      if (given != null) {
        wake(task, given);
      }
    }
  }

  private void wake(LocalTask task, Next next) {
    LocalWorker worker = Objects.requireNonNull(tasks.get(task.id));
    worker.resume(next);
    ready.add(worker);
  }

  // ---- cancelling

  private void cancelIfDue() {
    if (!cancel.getAsBoolean()) {
      return;
    }
    for (LocalWorker worker : List.copyOf(tasks.values())) {
      LocalTask task = worker.task;
      task.cancel = true;
      if (task.next instanceof Next.Wait && task.cancelDue()) {
        channels.values().forEach(channel -> channel.leave(task));
        wake(task, new Next.Raising(cancelled()));
      }
    }
  }

  private static Failure cancelled() {
    return Failure.of(
        ErrorCode.CANCELLED.text(),
        CancelledException.class.getName(),
        "the task was cancelled",
        null);
  }
}
