package dev.kappa.coordinator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.FieldPage;
import dev.kappa.coordinator.store.RunIndex;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunPagesTest {
  @Test
  void fewPagesAreReadWhenFewRunsFit() {
    Live index = new Live(5_000);
    RunFilter failed = new RunFilter(RunStatus.FAILED, 1, null);
    assertThat(RunPages.newest(List.of(index), failed).join()).isEmpty();
    assertThat(index.read).isEqualTo(5_000);
    assertThat(index.pages).isLessThanOrEqualTo(5_000 / 200 + 1);
  }

  @Test
  void pageIsNoLongerThanWhatIsAskedForWhenEveryRunFits() {
    Live index = new Live(5_000);
    List<RunView> newest = RunPages.newest(List.of(index), new RunFilter(null, 3, null)).join();
    assertThat(newest).extracting(RunView::runId).containsExactly("5000", "4999", "4998");
    assertThat(index.pages).isEqualTo(1);
    assertThat(index.read).isEqualTo(3);
  }

  @Test
  void runsOfAllPartitionsAreInOneOrder() {
    RunFilter filter = new RunFilter(RunStatus.RUNNING, 1000, "w");
    List<RunView> newest = RunPages.newest(List.of(new Live(700), new Live(2)), filter).join();
    assertThat(newest).hasSize(702);
    assertThat(newest).extracting(RunView::runId).endsWith("3", "2", "2", "1", "1");
  }

  /** Runs 1 to n, each started at the millisecond of its number, all alive. */
  private static final class Live implements RunIndex {
    private final long runs;
    private int pages;
    private int read;

    Live(long runs) {
      this.runs = runs;
    }

    @Override
    public CompletableFuture<List<String>> list(long startedBeforeMillis, int limit) {
      pages++;
      long newest = Math.min(runs, startedBeforeMillis - 1);
      return CompletableFuture.completedFuture(
          LongStream.iterate(newest, run -> run > 0, run -> run - 1)
              .limit(limit)
              .mapToObj(Long::toString)
              .toList());
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> headers(List<String> names) {
      read += names.size();
      return CompletableFuture.completedFuture(
          names.stream().collect(Collectors.toMap(Function.identity(), Live::header)));
    }

    @Override
    public CompletableFuture<FieldPage> fields(String run, String from) {
      throw new AssertionError("lists read no fields");
    }

    @Override
    public CompletableFuture<byte @Nullable []> blob(String run, String name) {
      throw new AssertionError("lists read no blobs");
    }

    @Override
    public CompletableFuture<byte @Nullable []> result(String run) {
      throw new AssertionError("lists read no results");
    }

    private static byte[] header(String run) {
      Command start = new Command.Start("w", new byte[0], 0);
      return new Core(CoreSettings.DEFAULT)
          .apply(run, null, start, Long.parseLong(run)).changes().stream()
              .filter(change -> change instanceof Change.Put put && isHeader(put))
              .map(change -> ((Change.Put) change).value())
              .findFirst()
              .orElseThrow();
    }

    private static boolean isHeader(Change.Put put) {
      return put.field().equals(Change.HEADER);
    }
  }
}
