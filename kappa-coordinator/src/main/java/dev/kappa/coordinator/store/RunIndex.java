package dev.kappa.coordinator.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a partition's runs, for whoever wants to look: it takes no ownership, and
 * changes no run.
 */
public interface RunIndex {
  /**
   * {@return the runs that started before {@code startedBeforeMillis}, newest first; runs whose
   * retention time is over are not among them}
   *
   * @param startedBeforeMillis exclusive; {@link Long#MAX_VALUE} for all. The start time of the
   *     last run of a page gives the next page
   * @param limit the length of a page; a page is longer when runs started in the same millisecond
   *     as its last one, so that none falls between two pages
   */
  CompletableFuture<List<String>> list(long startedBeforeMillis, int limit);

  /** {@return the field {@link Change#HEADER} of each run that has one} */
  CompletableFuture<Map<String, byte[]>> headers(List<String> runs);

  /**
   * {@return some of a run's fields; none if it is unknown} While the run goes on, a field may come
   * twice, or be missed if it was not there all the time.
   *
   * @param from {@link FieldPage#next} of the page before, or {@link FieldPage#FIRST}
   */
  CompletableFuture<FieldPage> fields(String run, String from);

  /** {@return a blob of a run; null if it is not there} */
  CompletableFuture<byte @Nullable []> blob(String run, String name);

  /** {@return what a run came to, from {@link Change.Result}; null if there is nothing} */
  CompletableFuture<byte @Nullable []> result(String run);
}
