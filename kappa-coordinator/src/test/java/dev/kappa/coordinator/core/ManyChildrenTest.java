package dev.kappa.coordinator.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A loop that spawns a child and awaits it, each of whose results is a blob: what is stored and
 * what is in memory stays within a bound that does not depend on the number of turns (R10). So many
 * turns as the system property {@code kappa.children} says.
 */
final class ManyChildrenTest {
  private static final int CHILDREN = Integer.getInteger("kappa.children", 100_000);
  private static final int MOST_FIELDS = 600;
  private static final int MOST_BYTES = 400_000;
  private static final String RUN = "run";

  private final Core core = new Core(CoreSettings.DEFAULT);
  private final Map<String, Integer> fields = new HashMap<>();
  private final Set<String> blobs = new HashSet<>();
  private @Nullable RunState state;
  private boolean retired;
  private boolean hasResult;
  private long bytes;
  private long mostBytes;
  private int mostFields;
  private int mostBlobs;

  private Reply apply(Command command) {
    Applied applied = core.apply(RUN, state, command, 1000);
    state = applied.state();
    applied.changes().forEach(this::store);
    mostBytes = Math.max(mostBytes, Math.max(bytes, applied.state().bytes()));
    mostFields = Math.max(mostFields, fields.size());
    mostBlobs = Math.max(mostBlobs, blobs.size());
    return applied.reply();
  }

  private void store(Change change) {
    switch (change) {
      case Change.Put c -> put(c.field(), c.value().length);
      case Change.Remove c -> put(c.field(), 0);
      case Change.DropBlob c -> assertThat(blobs.remove(c.name())).isTrue();
      case Change.Result c -> hasResult = true;
      case Change.Retire c -> retired = true;
      case Change.Listed c -> {}
      case Change.Wake c -> {}
      case Change.Unwake c -> {}
    }
  }

  private void put(String field, int length) {
    Integer before = length == 0 ? fields.remove(field) : fields.put(field, length);
    bytes += length - Objects.requireNonNullElse(before, 0);
  }

  private Assignment dispatch(Handle task) {
    return ((Reply.Assigned) apply(new Command.Dispatch(task, false, 0))).assignment();
  }

  private Commit commit(Commit commit) {
    apply(new Command.Committed(commit, 7));
    return commit;
  }

  private static Commit after(Commit last, long created, Next next, Operation... operations) {
    Continuation continuation =
        new Continuation(0, List.of(), next, created, 0, Extent.NONE, false);
    return new Commit(
        last.ref(), last.seq() + 1, last.digest(), continuation, List.of(operations), false);
  }

  private static Commit first(Assignment task, Next next) {
    Continuation continuation = new Continuation(0, List.of(), next, 0, 0, Extent.NONE, false);
    return new Commit(task.ref(), task.seq() + 1, task.base(), continuation, List.of(), false);
  }

  private static Payload naming(Handle handle) {
    return new Payload(List.of(handle), List.of(), new byte[] {1});
  }

  private void runChild(Handle child) {
    Assignment task = dispatch(child);
    String blob = child + "-1-70000-1-ab";
    blobs.add(blob);
    Payload result = new Payload(List.of(), List.of(blob), new byte[0]);
    commit(first(task, new Next.Completed(result, null)));
  }

  @Test
  void loopThatSpawnsAndAwaitsIsBoundedHoweverLongItRuns() {
    apply(new Command.Start("flow", "1".getBytes(UTF_8), 1));
    Commit last = commit(first(dispatch(Handle.ROOT), TestRun.NOTHING));
    Payload frame = new Payload(List.of(), List.of(), new byte[100]);
    for (int i = 1; i <= CHILDREN; i++) {
      Handle child = new Handle(1, i);
      Operation spawn = new Operation.Spawn(child, "child", List.of(frame), frame, null, 0, null);
      last = commit(after(last, i, new Next.Holding(naming(child)), spawn));
      runChild(child);
      last = commit(after(last, i, new Next.Await(child)));
    }
    RunState now = Objects.requireNonNull(state);
    assertThat(now.header().counts().tasks()).isEqualTo(CHILDREN + 1L);
    assertThat(mostFields).isLessThan(MOST_FIELDS);
    assertThat(mostBlobs).isLessThan(MOST_FIELDS);
    assertThat(mostBytes).isLessThan(MOST_BYTES);

    commit(after(last, CHILDREN, new Next.Completed(Payload.NONE, null)));
    assertThat(Objects.requireNonNull(state).header().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(hasResult).isTrue();
    assertThat(retired).as("all but header and result is gone at once").isTrue();
  }
}
