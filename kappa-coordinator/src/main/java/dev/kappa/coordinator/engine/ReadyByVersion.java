package dev.kappa.coordinator.engine;

import dev.kappa.wire.Handle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that no worker has, by the workers that they go on with: the version of their code, and
 * whether they are resident.
 */
final class ReadyByVersion {
  private final Map<Kind, ReadyTasks> byKind = new LinkedHashMap<>();
  private final Time time;

  /**
   * A kind of workers.
   *
   * @param version of the code
   * @param resident whether they live on; else they are the function's
   */
  record Kind(String version, boolean resident) {}

  ReadyByVersion(Time time) {
    this.time = time;
  }

  /** {@return those of a kind of workers} */
  ReadyTasks of(Kind kind) {
    return byKind.computeIfAbsent(kind, k -> new ReadyTasks(time::nanoTime));
  }

  /** {@return the versions for which there are tasks, of the function's workers or of resident} */
  List<String> versions(boolean resident) {
    byKind.values().removeIf(tasks -> tasks.size() == 0);
    return byKind.keySet().stream()
        .filter(kind -> kind.resident == resident)
        .map(Kind::version)
        .toList();
  }

  /** {@return how many there are in all} */
  int size() {
    return byKind.values().stream().mapToInt(ReadyTasks::size).sum();
  }

  /** {@return how many there are for the function's workers, or for resident ones} */
  int size(boolean resident) {
    return of(resident).mapToInt(ReadyTasks::size).sum();
  }

  /** {@return for how many nanoseconds one of them has waited that waits longest; 0 for none} */
  long longestWait(boolean resident) {
    return of(resident).mapToLong(ReadyTasks::longestWait).max().orElse(0);
  }

  private Stream<ReadyTasks> of(boolean resident) {
    return byKind.entrySet().stream()
        .filter(tasks -> tasks.getKey().resident == resident)
        .map(Map.Entry::getValue);
  }

  /** {@return how many there are for the function's workers, of a priority and of higher ones} */
  int sizeDownTo(int level) {
    return byKind.entrySet().stream()
        .filter(tasks -> !tasks.getKey().resident)
        .mapToInt(tasks -> tasks.getValue().sizeDownTo(level))
        .sum();
  }

  /** Lets tasks below a priority be next. */
  void overdue(int level) {
    byKind.forEach(
        (kind, tasks) -> {
          if (!kind.resident) {
            tasks.overdue(level);
          }
        });
  }

  /** {@return the first task of a run; null if it has none} */
  @Nullable Handle first(String run) {
    return first(run, kind -> true);
  }

  /** {@return the first task of a run that waits for such workers; null if it has none} */
  @Nullable Handle first(String run, Predicate<Kind> workers) {
    for (Map.Entry<Kind, ReadyTasks> tasks : byKind.entrySet()) {
      Handle first = workers.test(tasks.getKey()) ? tasks.getValue().first(run) : null;
      if (first != null) {
        return first;
      }
    }
    return null;
  }

  void forget(String run) {
    byKind.values().forEach(tasks -> tasks.forget(run));
  }

  /** {@return the tasks of versions that can't be had, which are not here any more} */
  List<ReadyTasks.Ready> takeAllBut(Predicate<String> versions) {
    List<ReadyTasks.Ready> taken = new ArrayList<>();
    byKind.forEach(
        (kind, tasks) -> {
          boolean stays = versions.test(kind.version);
          ReadyTasks.Ready next = stays ? null : tasks.pollFresh();
          while (next != null) {
            taken.add(next);
            next = tasks.pollFresh();
          }
        });
    return taken;
  }
}
