package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.ScheduleView;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.core.ScheduleState;
import dev.kappa.coordinator.store.FieldPage;
import dev.kappa.coordinator.store.RunIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Schedules as they are stored, whoever has them. */
final class StoredSchedules {
  private StoredSchedules() {}

  /** {@return all of them, by name} */
  static CompletableFuture<List<ScheduleView>> all(List<? extends RunIndex> partitions) {
    List<CompletableFuture<List<ScheduleView>>> each =
        partitions.stream().map(StoredSchedules::of).toList();
    return all(each.stream())
        .thenApply(
            found ->
                found.stream()
                    .flatMap(List::stream)
                    .sorted(Comparator.comparing(ScheduleView::name))
                    .toList());
  }

  private static CompletableFuture<List<ScheduleView>> of(RunIndex partition) {
    return names(partition)
        .thenCompose(names -> all(names.stream().map(name -> view(partition, name))))
        .thenApply(views -> views.stream().flatMap(List::stream).toList());
  }

  /** {@return the names of those of a partition} */
  static CompletableFuture<Set<String>> names(RunIndex partition) {
    return fields(partition, RunState.SCHEDULES).thenApply(Map::keySet);
  }

  /** {@return one; none if it went meanwhile} */
  private static CompletableFuture<List<ScheduleView>> view(RunIndex partition, String name) {
    String id = ScheduleState.idOf(name);
    return fields(partition, id)
        .thenApply(
            fields -> {
              RunState state = fields.isEmpty() ? null : RunState.load(id, fields);
              ScheduleState schedule = state == null ? null : state.schedule();
              return state == null || schedule == null
                  ? List.of()
                  : List.of(ScheduleViews.of(schedule, state.elsewhere().size()));
            });
  }

  private static CompletableFuture<Map<String, byte[]>> fields(RunIndex partition, String id) {
    return fields(partition, id, FieldPage.FIRST, new HashMap<>());
  }

  private static CompletableFuture<Map<String, byte[]>> fields(
      RunIndex partition, String id, String from, Map<String, byte[]> found) {
    return partition
        .fields(id, from)
        .thenCompose(
            page -> {
              found.putAll(page.fields());
              String next = page.next();
              return next == null
                  ? CompletableFuture.completedFuture(found)
                  : fields(partition, id, next, found);
            });
  }

  private static <T> CompletableFuture<List<T>> all(Stream<CompletableFuture<T>> each) {
    List<CompletableFuture<T>> futures = each.toList();
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              List<T> values = new ArrayList<>();
              futures.forEach(future -> values.add(future.join()));
              return values;
            });
  }
}
