package dev.kappa.coordinator.engine;

import dev.kappa.wire.Handle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tasks that no worker has, by the version of the code that they go on with. */
final class ReadyByVersion {
  private final Map<String, ReadyTasks> byVersion = new LinkedHashMap<>();

  /** {@return those of a version} */
  ReadyTasks of(String version) {
    return byVersion.computeIfAbsent(version, v -> new ReadyTasks());
  }

  /** {@return the versions for which there are tasks} */
  List<String> versions() {
    byVersion.values().removeIf(tasks -> tasks.size() == 0);
    return List.copyOf(byVersion.keySet());
  }

  int size() {
    return byVersion.values().stream().mapToInt(ReadyTasks::size).sum();
  }

  /** {@return how many there are of a priority and of higher ones} */
  int sizeDownTo(int level) {
    return byVersion.values().stream().mapToInt(tasks -> tasks.sizeDownTo(level)).sum();
  }

  /** Lets tasks below a priority be next. */
  void overdue(int level) {
    byVersion.values().forEach(tasks -> tasks.overdue(level));
  }

  /** {@return the first task of a run; null if it has none} */
  @Nullable Handle first(String run) {
    for (ReadyTasks tasks : byVersion.values()) {
      Handle first = tasks.first(run);
      if (first != null) {
        return first;
      }
    }
    return null;
  }

  void forget(String run) {
    byVersion.values().forEach(tasks -> tasks.forget(run));
  }

  /** {@return the tasks of versions that can't be had, which are not here any more} */
  List<ReadyTasks.Ready> takeAllBut(Predicate<String> versions) {
    List<ReadyTasks.Ready> taken = new ArrayList<>();
    for (String version : versions()) {
      if (!versions.test(version)) {
        ReadyTasks tasks = of(version);
        for (ReadyTasks.Ready next = tasks.pollFresh(); next != null; next = tasks.pollFresh()) {
          taken.add(next);
        }
      }
    }
    return taken;
  }
}
