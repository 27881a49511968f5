package dev.kappa.coordinator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.codec.Codec;
import dev.kappa.coordinator.api.HeldCount;
import dev.kappa.coordinator.api.HeldPage;
import dev.kappa.coordinator.core.Applied;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.FieldPage;
import dev.kappa.coordinator.store.RunIndex;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.upgrade.Held;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import dev.kappa.wire.Rebinding;
import io.vavr.Function1;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stored runs hold of the application's code, gathered page by page. */
class HeldPagesTest {
  private static final Function1<Integer, Integer> STEP = x -> x + 1;
  private static final Payload STORED = Codec.of(HeldPagesTest.class.getClassLoader()).encode(STEP);

  private final List<Stored> partitions = List.of(new Stored(), new Stored(), new Stored());

  /** A partition: each field of a run is a page. */
  private static final class Stored implements RunIndex {
    private final Map<String, Map<String, byte[]>> runs = new LinkedHashMap<>();
    private final Map<String, byte[]> blobs = new TreeMap<>();

    @Override
    public CompletableFuture<List<String>> list(long startedBeforeMillis, int limit) {
      return CompletableFuture.completedFuture(
          runs.keySet().stream()
              .filter(run -> Long.parseLong(run) < startedBeforeMillis)
              .sorted((a, b) -> Long.compare(Long.parseLong(b), Long.parseLong(a)))
              .limit(limit)
              .toList());
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> headers(List<String> names) {
      return CompletableFuture.completedFuture(
          names.stream()
              .filter(runs::containsKey)
              .collect(Collectors.toMap(run -> run, run -> field(run, Change.HEADER))));
    }

    private byte[] field(String run, String field) {
      byte[] bytes = runs.getOrDefault(run, Map.of()).get(field);
      if (bytes == null) {
        throw new AssertionError(run + " has no " + field);
      }
      return bytes;
    }

    @Override
    public CompletableFuture<FieldPage> fields(String run, String from) {
      List<String> names = List.copyOf(runs.getOrDefault(run, Map.of()).keySet());
      int at = Integer.parseInt(from);
      String next = at + 1 < names.size() ? Integer.toString(at + 1) : null;
      Map<String, byte[]> fields = Map.of(names.get(at), field(run, names.get(at)));
      return CompletableFuture.completedFuture(new FieldPage(fields, next));
    }

    @Override
    public CompletableFuture<byte @Nullable []> blob(String run, String name) {
      return CompletableFuture.<byte @Nullable []>completedFuture(blobs.get(name));
    }

    @Override
    public CompletableFuture<byte @Nullable []> result(String run) {
      throw new AssertionError("results are not asked for");
    }
  }

  /** Stores a run that started at {@code at}, whose root has a frame. */
  private static void store(Stored partition, long at, Payload frame, Rebinding... accepted) {
    String run = Long.toString(at);
    Continuation continuation =
        new Continuation(
            0, List.of(frame), new Next.Sleep(Long.MAX_VALUE / 2), 0, 1, Extent.NONE, false);
    Commit commit =
        new Commit(new AttemptRef(run, Handle.ROOT, 1), 1, 7, continuation, List.of(), false);
    Map<String, byte[]> fields = new TreeMap<>();
    RunState state = null;
    for (Command command :
        List.of(
            new Command.Start("w", new byte[0], 0),
            new Command.Dispatch(Handle.ROOT, true, 7),
            new Command.Committed(commit, 1),
            new Command.Accept(List.of(accepted)))) {
      Applied applied = new Core(CoreSettings.DEFAULT).apply(run, state, command, at);
      state = applied.state();
      for (Change change : applied.changes()) {
        if (change instanceof Change.Put put) {
          fields.put(put.field(), put.value());
        }
      }
    }
    partition.runs.put(run, fields);
  }

  private List<HeldPage> all() {
    List<HeldPage> pages = new ArrayList<>();
    String next = null;
    do {
      HeldPage page = HeldPages.page(partitions, next).join();
      pages.add(page);
      next = page.next();
    } while (next != null);
    return pages;
  }

  @Test
  void allRunsAreLookedIntoOnceAFewAtATime() {
    for (int i = 1; i <= 45; i++) {
      store(partitions.get(0), i, STORED);
    }
    store(partitions.get(2), 100, STORED);
    List<HeldPage> pages = all();
    assertThat(pages).hasSizeGreaterThan(3).allMatch(page -> page.runs() <= 20);
    assertThat(pages.stream().mapToLong(HeldPage::runs).sum()).isEqualTo(46);
    assertThat(
            pages.stream().flatMap(page -> page.held().stream()).mapToLong(HeldCount::count).sum())
        .isEqualTo(46);
    Held held = pages.getFirst().held().getFirst().held();
    assertThat(held.kind()).isEqualTo(Held.Kind.LAMBDA);
    assertThat(held.title()).startsWith("lambda of HeldPagesTest.static (HeldPagesTest.java:");
  }

  @Test
  void nothingIsThereWhereNoRunIs() {
    assertThat(all()).containsExactly(new HeldPage(List.of(), 0, 0, null));
  }

  @Test
  void valuesInBlobsAreLookedInto() {
    store(partitions.get(1), 5, new Payload(List.of(), List.of("large"), new byte[0]));
    partitions.get(1).blobs.put("large", STORED.body());
    assertThat(HeldPages.of(partitions.get(1), "5").join().held()).hasSize(1);
  }

  @Test
  void valuesThatCantBeReadAreCounted() {
    store(partitions.get(1), 5, new Payload(List.of(), List.of(), new byte[] {(byte) 0x81}));
    assertThat(all().getFirst().unreadable()).isEqualTo(1);
  }

  @Test
  void whatWasAcceptedForABodyComesWithIt() {
    List<Held> plain = new ArrayList<>();
    Held.in(STORED.body(), plain::add);
    Held step = plain.getFirst();
    String second = "1".repeat(32);
    String third = "2".repeat(32);
    store(
        partitions.get(0),
        5,
        STORED,
        new Rebinding(step.type(), step.fingerprint(), second),
        new Rebinding(step.type(), second, third));
    assertThat(HeldPages.of(partitions.get(0), "5").join().held())
        .containsExactly(new HeldCount(step.accepting(List.of(second, third)), 1, "5"));
  }

  @Test
  void pageAfterNoPageIsRefused() {
    for (String after : List.of("x", "1", "3-5", "-1-5", "0-x")) {
      assertThatThrownBy(() -> HeldPages.page(partitions, after).join())
          .isInstanceOfSatisfying(
              KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }
  }
}
