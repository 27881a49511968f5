package dev.kappa.coordinator.core;

import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What can be reached and who can be woken, told in the simplest way: again until it is all. */
final class NaiveReach {
  private final RunState run;

  NaiveReach(RunState run) {
    this.run = run;
  }

  /** {@return what the tasks that have not ended, and the root, can name} */
  Set<Handle> ofAll() {
    return of(task -> !task.ended() || task.id().equals(Handle.ROOT));
  }

  private Set<Handle> of(Predicate<TaskState> roots) {
    Set<Handle> found = new HashSet<>();
    run.tasks().values().filter(roots).forEach(task -> found.addAll(namedBy(task)));
    int before;
    do {
      before = found.size();
      for (Handle handle : List.copyOf(found)) {
        run.tasks()
            .get(handle)
            .filter(TaskState::ended)
            .forEach(task -> found.addAll(namedBy(task)));
        run.channels()
            .get(handle)
            .forEach(
                channel -> channel.messages().values().forEach(m -> found.addAll(m.handles())));
      }
    } while (found.size() > before);
    return found;
  }

  /** {@return what {@code task} itself names} */
  Set<Handle> namedBy(TaskState task) {
    Set<Handle> named = new HashSet<>(waitsFor(task.next()));
    for (Payload payload : payloads(task)) {
      named.addAll(payload.handles());
    }
    return named;
  }

  /** {@return what a worker of {@code task} can name: results that it was given, too} */
  Set<Handle> knownTo(TaskState task) {
    Set<Handle> known = namedBy(task);
    for (Handle future : waitsFor(task.next())) {
      run.tasks().get(future).filter(TaskState::ended).forEach(t -> known.addAll(namedBy(t)));
    }
    return known;
  }

  private List<Payload> payloads(TaskState task) {
    List<Payload> all = new ArrayList<>();
    run.framesOf(task.id()).segments().forEach(segment -> all.addAll(segment.frames()));
    switch (task.next()) {
      case Next.Holding n -> all.add(n.value());
      case Next.Send n -> all.addAll(n.messages());
      case Next.Select n -> n.sources().forEach(source -> addMessages(source, all));
      case Next.Chosen n -> addHeld(n.value(), all);
      case Next.Completed n -> all.add(n.value());
      case Next.Raising n -> exception(n.failure(), all);
      case Next.Failed n -> exception(n.failure(), all);
      default -> {}
    }
    exception(task.trouble(), all);
    return all;
  }

  private static void addMessages(Next.Source source, List<Payload> all) {
    if (source instanceof Next.Send send) {
      all.addAll(send.messages());
    }
  }

  private static void addHeld(Next value, List<Payload> all) {
    if (value instanceof Next.Holding holding) {
      all.add(holding.value());
    } else if (value instanceof Next.Raising raising) {
      exception(raising.failure(), all);
    }
  }

  private static void exception(@Nullable Failure failure, List<Payload> all) {
    if (failure != null && failure.exception() != null) {
      all.add(failure.exception());
    }
  }

  private static List<Handle> waitsFor(Next next) {
    return switch (next) {
      case Next.Await n -> List.of(n.future());
      case Next.AwaitAll n -> n.futures();
      case Next.Receive n -> List.of(n.channel());
      case Next.Send n -> List.of(n.channel());
      case Next.Select n -> n.sources().stream().flatMap(s -> waitsFor(s).stream()).toList();
      case Next.Chosen n -> waitsFor(n.value());
      default -> List.of();
    };
  }

  /** {@return the tasks that wait and that nobody can wake} */
  Set<Handle> dead() {
    Set<Handle> live = new HashSet<>();
    Set<Handle> waiting = new HashSet<>();
    for (TaskState task : run.tasks().values()) {
      boolean waits = task.status() == TaskStatus.WAITING && !goesOnByItself(task);
      if (waits || task.status() == TaskStatus.QUEUED) {
        waiting.add(task.id());
      } else if (!task.ended()) {
        live.add(task.id());
      }
    }
    boolean more = true;
    while (more) {
      Set<Handle> reached = of(task -> live.contains(task.id()));
      List<Handle> woken = waiting.stream().filter(t -> isWoken(t, live, reached)).toList();
      live.addAll(woken);
      more = woken.stream().anyMatch(waiting::remove);
      woken.forEach(waiting::remove);
    }
    return waiting;
  }

  private static boolean goesOnByItself(TaskState task) {
    return task.progress().extent().deadline() > 0
        || parts(task.next()).stream()
            .anyMatch(n -> n instanceof Next.Sleep || n instanceof Next.Signal);
  }

  private static List<? extends Next> parts(Next next) {
    return next instanceof Next.Select select ? select.sources() : List.of(next);
  }

  private boolean isWoken(Handle id, Set<Handle> live, Set<Handle> reached) {
    TaskState task = run.task(id);
    Handle scope = task.origin().scope();
    if (scope != null && live.stream().anyMatch(owner -> run.task(owner).owns(scope))) {
      return true;
    }
    if (task.next() instanceof Next.EndScope end) {
      return live.stream().anyMatch(t -> end.scope().equals(run.task(t).origin().scope()));
    }
    if (task.status() == TaskStatus.QUEUED) {
      return run.tasks()
          .values()
          .exists(
              t ->
                  t.status() != TaskStatus.QUEUED
                      && live.contains(t.id())
                      && task.origin().group() != null
                      && task.origin().group().equals(t.origin().group()));
    }
    return parts(task.next()).stream()
        .anyMatch(
            part ->
                waitsFor(part).stream()
                    .anyMatch(isAtChannel(part) ? reached::contains : live::contains));
  }

  private static boolean isAtChannel(Next part) {
    return part instanceof Next.Receive || part instanceof Next.Send;
  }
}
