package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.store.RunIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Gathers the newest runs of a partition that fit a filter, page by page. */
final class RunPages {
  /** Few runs may fit a filter: a page of as few as are asked for would make many round trips. */
  private static final int LEAST_FILTERED = 500;

  private final RunIndex index;
  private final RunFilter filter;
  private final int length;
  private final List<RunView> found = new ArrayList<>();

  private RunPages(RunIndex index, RunFilter filter) {
    this.index = index;
    this.filter = filter;
    boolean any = filter.status() == null && filter.workflow() == null;
    this.length = any ? filter.limit() : Math.max(LEAST_FILTERED, filter.limit());
  }

  /** {@return the newest runs of all partitions that fit, newest first} */
  static CompletableFuture<List<RunView>> newest(List<? extends RunIndex> all, RunFilter filter) {
    List<CompletableFuture<List<RunView>>> gathered =
        all.stream().map(index -> new RunPages(index, filter).gather(Long.MAX_VALUE)).toList();
    return CompletableFuture.allOf(gathered.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                gathered.stream()
                    .flatMap(runs -> runs.join().stream())
                    .sorted(Comparator.comparing(RunView::startedAt).reversed())
                    .limit(filter.limit())
                    .toList());
  }

  private CompletableFuture<List<RunView>> gather(long before) {
    return index
        .list(before, length)
        .thenCompose(
            runs ->
                index
                    .headers(runs)
                    .thenCompose(
                        headers -> {
                          long oldest = add(headers);
                          return runs.size() >= length && found.size() < filter.limit()
                              ? gather(oldest)
                              : CompletableFuture.completedFuture(found);
                        }));
  }

  /** Adds those that fit. {@return when the oldest of all started} */
  private long add(Map<String, byte[]> headers) {
    long oldest = Long.MAX_VALUE;
    for (Map.Entry<String, byte[]> entry : headers.entrySet()) {
      RunHeader header = RunHeader.read(entry.getValue());
      oldest = Math.min(oldest, header.startedAt());
      RunView view = RunViews.withoutResult(entry.getKey(), header);
      if (filter.accepts(view)) {
        found.add(view);
      }
    }
    return oldest == Long.MAX_VALUE ? 0 : oldest;
  }
}
