package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.Expiry;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import io.vavr.collection.Set;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What tasks wait for: whether it is there, who is told when it comes, and that a task that waits
 * for several things is told of one alone.
 */
final class Waiting {
  private static final Next NOTHING = new Next.Holding(Payload.NONE);

  private Waiting() {}

  // ---- whether it is there

  /** {@return what the task goes on with at once; null if it has to wait} */
  static @Nullable Next fulfil(Transition t, TaskState task, Next.Wait wait) {
    // A time after the task's deadline does not come for it, however late it is looked at.
    long deadline = task.progress().extent().deadline();
    long now = deadline == 0 ? t.now : Math.min(t.now, deadline);
    Next there = fulfil(t, wait, now);
    return there == null && task.progress().extent().isOver(t.now) ? expired() : there;
  }

  private static @Nullable Next fulfil(Transition t, Next.Wait wait, long now) {
    return switch (wait) {
      case Next.AwaitAll n -> all(t, n);
      case Next.EndScope n -> endScope(t, n.scope());
      case Next.Select n -> select(t, n, now);
      case Next.Source n -> source(t, n, now);
    };
  }

  private static @Nullable Next all(Transition t, Next.AwaitAll n) {
    Handle failed = Lives.firstFailed(t, n.futures());
    if (failed != null) {
      Lives.hear(t, n.futures());
      // Which failure it is stays so, whatever fails later.
      return new Next.Await(failed);
    }
    return Lives.open(t, n.futures()).isEmpty() ? n : null;
  }

  private static @Nullable Next endScope(Transition t, Handle scope) {
    return t.waits().in(scope).isEmpty() ? NOTHING : null;
  }

  private static @Nullable Next select(Transition t, Next.Select n, long now) {
    for (int i = 0; i < n.sources().size(); i++) {
      Next there = source(t, n.sources().get(i), now);
      if (there != null) {
        return new Next.Chosen(i, there);
      }
    }
    return n.otherwise() ? new Next.Chosen(-1, NOTHING) : null;
  }

  private static @Nullable Next source(Transition t, Next.Source source, long now) {
    return switch (source) {
      case Next.Await n -> await(t, n);
      case Next.Receive n -> Channels.receive(t, n.channel());
      case Next.Send n -> Channels.send(t, n);
      case Next.Sleep n -> n.until() <= now ? NOTHING : null;
      case Next.Signal n -> t.signal(n.name()) == null ? null : n;
    };
  }

  private static @Nullable Next await(Transition t, Next.Await n) {
    TaskState future = t.find(n.future());
    if (future != null && !future.ended() && !Permits.isSettled(future)) {
      return null;
    }
    Lives.hear(t, List.of(n.future()));
    return n;
  }

  // ---- who is told

  /** Lets a task wait for what is not there. */
  static void block(Transition t, TaskState task, Next.Wait wait) {
    long ticket = 0;
    if (sources(wait).stream().anyMatch(Waiting::isAtChannel)) {
      t.header(t.header().with(t.header().counts().ticket()));
      ticket = t.header().counts().tickets();
    }
    TaskState waiting = task.with(TaskStatus.WAITING, rest(t, wait), ticket);
    t.put(waiting);
    t.waits(enter(t.waits(), waiting, open -> Lives.open(t, open)));
    for (Next.Source source : sources(wait)) {
      Channels.enter(t, source, waiting);
    }
  }

  /** What is left to be sent of several messages is what the task waits with. */
  private static Next.Wait rest(Transition t, Next.Wait wait) {
    return wait instanceof Next.Send send ? Channels.sendSome(t, send) : wait;
  }

  private static boolean isAtChannel(Next.Source source) {
    return source instanceof Next.Receive || source instanceof Next.Send;
  }

  /** What of several tasks has not ended. */
  interface Open {
    /** {@return those of {@code tasks}} */
    Set<Handle> of(Iterable<Handle> tasks);
  }

  /** {@return {@code waits} with what a waiting task waits for, but for channels} */
  static Waits enter(Waits waits, TaskState task, Open open) {
    Next.Wait wait = wait(task);
    Waits more = waits;
    List<Handle> futures = futures(wait);
    if (!futures.isEmpty() || wait instanceof Next.AwaitAll) {
      Set<Handle> left = open.of(futures);
      more = more.await(task.id(), left, wait instanceof Next.AwaitAll ? left.size() : 1);
    }
    for (Next.Source source : sources(wait)) {
      if (source instanceof Next.Signal signal) {
        more = more.signal(task.id(), signal.name());
      }
    }
    if (wait instanceof Next.EndScope end) {
      more = more.end(end.scope(), task.id());
    }
    Waits.Timer timer = timer(task);
    return timer == null ? more : more.sleep(timer);
  }

  /** Takes a waiting task out of all that it waits for. */
  private static void leave(Transition t, TaskState task) {
    Next.Wait wait = wait(task);
    Waits fewer = t.waits().forget(task.id(), futures(wait));
    for (Next.Source source : sources(wait)) {
      if (source instanceof Next.Signal signal) {
        fewer = fewer.forget(task.id(), signal.name());
      }
      Channels.leave(t, source, task);
    }
    if (wait instanceof Next.EndScope end) {
      fewer = fewer.forgetEnd(end.scope());
    }
    Waits.Timer timer = timer(task);
    t.waits(timer == null ? fewer : fewer.wake(timer));
  }

  /** {@return when the task goes on at the latest; null if that is not known} */
  private static Waits.@Nullable Timer timer(TaskState task) {
    long deadline = task.progress().extent().deadline();
    long due = deadline == 0 ? -1 : deadline;
    for (Next.Source source : sources(wait(task))) {
      if (source instanceof Next.Sleep sleep && (due == -1 || sleep.until() < due)) {
        due = sleep.until();
      }
    }
    return due == -1 ? null : Waits.Timer.of(task, due);
  }

  // ---- telling

  /** Makes a waiting task go on: the source that {@code by} says came to {@code value}. */
  static void wake(Transition t, TaskState task, Predicate<Next.Source> by, Next value) {
    leave(t, task);
    Lives.goOn(t, task, chosen(wait(task), by, value));
  }

  private static Next chosen(Next.Wait wait, Predicate<Next.Source> by, Next value) {
    if (!(wait instanceof Next.Select select)) {
      return value;
    }
    for (int i = 0; i < select.sources().size(); i++) {
      if (by.test(select.sources().get(i))) {
        return new Next.Chosen(i, value);
      }
    }
    throw new IllegalStateException("a task was told of what it does not wait for: " + wait);
  }

  /** Makes a waiting task go on with what is not for it to choose. */
  static void breakOff(Transition t, TaskState task, Next next) {
    leave(t, task);
    Lives.goOn(t, task, next);
  }

  /** The task's time has come. */
  static void wakeAt(Transition t, TaskState task, long due) {
    Predicate<Next.Source> over =
        source -> source instanceof Next.Sleep sleep && sleep.until() <= due;
    if (sources(wait(task)).stream().anyMatch(over)) {
      wake(t, task, over, NOTHING);
    } else {
      breakOff(t, task, expired());
    }
  }

  static Next expired() {
    Failure failure =
        Lives.failure(ErrorCode.TIMED_OUT, Expiry.class.getName(), "the time is over");
    return new Next.Raising(failure);
  }

  // ---- what is waited for

  static Next.Wait wait(TaskState task) {
    if (!(task.next() instanceof Next.Wait wait)) {
      throw new IllegalStateException("waits for nothing: " + task.next());
    }
    return wait;
  }

  /** {@return what a task waits for of which one is enough} */
  static List<Next.Source> sources(Next.Wait wait) {
    return switch (wait) {
      case Next.Select n -> n.sources();
      case Next.Source n -> List.of(n);
      case Next.AwaitAll n -> List.of();
      case Next.EndScope n -> List.of();
    };
  }

  /** {@return the tasks whose end a task waits for} */
  static List<Handle> futures(Next.Wait wait) {
    if (wait instanceof Next.AwaitAll all) {
      return all.futures();
    }
    List<Handle> futures = new ArrayList<>();
    for (Next.Source source : sources(wait)) {
      if (source instanceof Next.Await await) {
        futures.add(await.future());
      }
    }
    return futures;
  }

  /** {@return whether it goes on though no other task may: by time, or from outside} */
  static boolean goesOnByItself(TaskState task) {
    return timer(task) != null
        || sources(wait(task)).stream().anyMatch(Next.Signal.class::isInstance);
  }

  static boolean isAtChannel(TaskState task) {
    return sources(wait(task)).stream().anyMatch(Waiting::isAtChannel);
  }
}
