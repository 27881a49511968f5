package dev.kappa.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.CancelledException;
import dev.kappa.ChannelClosedException;
import dev.kappa.Task;
import dev.kappa.error.Cancellation;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.Expiry;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
  private final Map<String, String> signals = new HashMap<>();
  private final Map<String, String> published = new LinkedHashMap<>();
  private @Nullable Failure poison;
  private long now = START;
  private long turns;

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

  /** Something comes from outside, before the run begins. */
  public LocalRun signalled(String name, String json) {
    signals.put(name, json);
    return this;
  }

  /** {@return what was published last, by name} */
  public Map<String, String> published() {
    return published;
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
        new LocalTask(Handle.ROOT, 1, List.of(), new Next.Enter("workflow", new byte[0]), null);
    root.poison = poison;
    add(new LocalWorker(mode, host, root));
    while (!root.ended()) {
      work(host, nextReady());
    }
    if (root.next() instanceof Next.Failed failed) {
      throw (E) host.error(failed.failure());
    }
    return host.decode(((Next.Completed) root.next()).value());
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

  /** Time goes on to when the next waiting task goes on by itself. */
  private void fireNextTimer() {
    long due =
        waiting()
            .mapToLong(worker -> Waits.due(worker.task))
            .filter(time -> time >= 0)
            .min()
            .orElseThrow(() -> new IllegalStateException("deadlock: every task waits"));
    now = Math.max(now, due);
    wakeAll();
  }

  private void work(LocalHost host, LocalWorker worker) {
    LocalTask task = worker.task;
    boolean goesOn = true;
    while (goesOn) {
      cancelIfDue();
      Commit commit = worker.work();
      commit.operations().forEach(operation -> operate(host, task, operation));
      goesOn = !task.ended() && !(task.next() instanceof Next.Wait);
    }
    task.turn = ++turns;
    wakeAll();
  }

  private void operate(LocalHost host, LocalTask creator, Operation operation) {
    switch (operation) {
      case Operation.Spawn o -> {
        Handle id = creates(creator, o.id());
        Next next = new Next.Holding(o.value());
        LocalTask child = new LocalTask(id, tasks.size() + 1L, o.frames(), next, o.scope());
        add(new LocalWorker(mode, host, child));
      }
      case Operation.NewChannel o ->
          channels.put(creates(creator, o.id()), new LocalChannel(o.capacity()));
      case Operation.CloseChannel o -> channel(o.id()).closed = true;
      case Operation.Cancel o -> cancel(task(o.task()));
      case Operation.StartRun o ->
          throw new UnsupportedOperationException("there is one run here: " + o.workflow());
      case Operation.Acquire o ->
          throw new UnsupportedOperationException("no limits are here: " + o.limit());
      case Operation.SignalRun o ->
          throw new UnsupportedOperationException("there is one run here, and no " + o.run());
      case Operation.Publish o -> published.put(o.name(), new String(o.json(), UTF_8));
    }
  }

  private Handle creates(LocalTask creator, Handle id) {
    if (id.creator() != creator.number || tasks.containsKey(id) || channels.containsKey(id)) {
      throw new IllegalStateException("task number " + creator.number + " can't create " + id);
    }
    return id;
  }

  // ---- waiting: all who wait are asked in turn, until nobody finds what he waits for

  private Stream<LocalWorker> waiting() {
    return tasks.values().stream()
        .filter(worker -> worker.task.next() instanceof Next.Wait)
        .sorted(Comparator.comparingLong(worker -> worker.task.turn));
  }

  private void wakeAll() {
    while (waiting().toList().stream().anyMatch(this::wakes)) {
      // Another may find now what he waits for.
    }
  }

  private boolean wakes(LocalWorker worker) {
    LocalTask task = worker.task;
    if (!(task.next() instanceof Next.Wait wait)) {
      return false;
    }
    Next given =
        task.cancelDue() ? new Next.Raising(cancelled(Cancellation.class)) : fulfil(task, wait);
    if (given == null && task.deadline() <= now) {
      given = new Next.Raising(expired());
    }
    if (given != null) {
      wake(task, given);
    }
    return given != null;
  }

  /** {@return what a waiting task goes on with; null if it has to wait} */
  private @Nullable Next fulfil(LocalTask task, Next.Wait wait) {
    return switch (wait) {
      case Next.AwaitAll n -> result(n.futures(), true);
      case Next.EndScope n -> ended(n.scope()) ? new Next.Holding(Payload.NONE) : null;
      case Next.Select n -> {
        for (int i = 0; i < n.sources().size(); i++) {
          Next given = fulfil(task, n.sources().get(i));
          if (given != null) {
            yield new Next.Chosen(i, given);
          }
        }
        yield n.otherwise() ? new Next.Chosen(-1, new Next.Holding(Payload.NONE)) : null;
      }
      case Next.Await n -> result(List.of(n.future()), false);
      case Next.Receive n -> receive(n);
      case Next.Send n -> send(task, n);
      case Next.Sleep n -> n.until() <= now ? new Next.Holding(Payload.NONE) : null;
      case Next.Signal n -> signals.containsKey(n.name()) ? json(n.name()) : null;
    };
  }

  private Next json(String signal) {
    return new Next.Json(Objects.requireNonNull(signals.get(signal)).getBytes(UTF_8));
  }

  private boolean ended(Handle scope) {
    List<LocalTask> open =
        tasks.values().stream()
            .map(worker -> worker.task)
            .filter(task -> scope.equals(task.scope) && !task.ended())
            .toList();
    open.forEach(this::cancel);
    return open.isEmpty();
  }

  private @Nullable Next result(List<Handle> futures, boolean all) {
    List<Payload> values = new ArrayList<>();
    boolean open = false;
    for (Handle future : futures) {
      switch (task(future).next()) {
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

  private @Nullable Next receive(Next.Receive n) {
    LocalChannel channel = channel(n.channel());
    if (!channel.messages.isEmpty()) {
      return new Next.Holding(channel.messages.remove());
    }
    LocalTask sender = first(source -> source instanceof Next.Send send && at(n, send));
    if (sender != null) {
      Next.Send send = Waits.sendTo(sender, n.channel());
      sent(sender, send);
      return new Next.Holding(send.messages().getFirst());
    }
    return channel.closed ? closedError() : null;
  }

  private static boolean at(Next.Receive receive, Next.Send send) {
    return receive.channel().equals(send.channel());
  }

  /** One message of a waiting sender is gone. */
  private void sent(LocalTask sender, Next.Send send) {
    if (send.messages().size() == 1) {
      wake(sender, Waits.chosen(sender, send, new Next.Holding(Payload.NONE)));
    } else {
      sender.next(
          new Next.Send(send.channel(), send.messages().subList(1, send.messages().size())));
    }
  }

  private @Nullable Next send(LocalTask sender, Next.Send n) {
    LocalChannel channel = channel(n.channel());
    if (channel.closed) {
      return closedError();
    }
    LocalTask before = first(source -> source instanceof Next.Send o && same(o, n));
    if (before != null && before.turn < sender.turn) {
      return null;
    }
    Payload message = n.messages().getFirst();
    Predicate<Next.Source> receives = source -> source instanceof Next.Receive r && at(r, n);
    LocalTask receiver = channel.messages.isEmpty() ? first(receives) : null;
    if (receiver != null && receiver != sender) {
      wake(receiver, Waits.chosen(receiver, receives, new Next.Holding(message)));
    } else if (channel.messages.size() < channel.capacity) {
      channel.messages.add(message);
    } else {
      return null;
    }
    if (n.messages().size() == 1) {
      return new Next.Holding(Payload.NONE);
    }
    sender.next(new Next.Send(n.channel(), n.messages().subList(1, n.messages().size())));
    return send(sender, (Next.Send) sender.next());
  }

  private static boolean same(Next.Send one, Next.Send other) {
    return one.channel().equals(other.channel());
  }

  /**
   * {@return the task that waits for such a source and has done so for longest, if there is one}
   */
  private @Nullable LocalTask first(Predicate<Next.Source> what) {
    return waiting()
        .map(worker -> worker.task)
        .filter(task -> Waits.sources(task).stream().anyMatch(what))
        .findFirst()
        .orElse(null);
  }

  private LocalChannel channel(Handle id) {
    return Objects.requireNonNull(channels.get(id), () -> "no channel " + id);
  }

  private LocalTask task(Handle id) {
    return Objects.requireNonNull(tasks.get(id), () -> "no task " + id).task;
  }

  private void wake(LocalTask task, Next next) {
    LocalWorker worker = Objects.requireNonNull(tasks.get(task.id));
    worker.resume(next);
    ready.add(worker);
  }

  // ---- cancelling

  private void cancelIfDue() {
    if (cancel.getAsBoolean()) {
      List.copyOf(tasks.values()).forEach(worker -> cancel(worker.task));
      wakeAll();
    }
  }

  private void cancel(LocalTask task) {
    if (task.isUnbegun()) {
      task.next(new Next.Failed(cancelled(CancelledException.class)));
      ready.removeIf(worker -> worker.task == task);
    }
    task.cancel = true;
    if (task.next() instanceof Next.Wait && task.cancelDue()) {
      wake(task, new Next.Raising(cancelled(Cancellation.class)));
    }
  }

  private static Next closedError() {
    return new Next.Raising(
        Failure.of(
            ErrorCode.CHANNEL_CLOSED.text(),
            ChannelClosedException.class.getName(),
            "the channel is closed",
            null));
  }

  private static Failure expired() {
    return Failure.of(ErrorCode.TIMED_OUT.text(), Expiry.class.getName(), "the time is over", null);
  }

  private static Failure cancelled(Class<?> type) {
    return Failure.of(ErrorCode.CANCELLED.text(), type.getName(), "the task was cancelled", null);
  }
}
