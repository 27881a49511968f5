package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.PermitStage;
import dev.kappa.wire.PermitVerb;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A limit with what is stored of it. After each command it demands that the stored limit, loaded
 * anew, is the one in memory.
 */
final class TestLimit {
  private static final String TASK = "1.1";

  final LimitSpec spec;
  private final Map<String, byte[]> stored = new TreeMap<>();
  private Core core = new Core(CoreSettings.DEFAULT);
  private @Nullable RunState state;
  private List<String> offered = List.of();
  private long tickets;
  private @Nullable Long due;
  long now = 1_000_000;

  TestLimit(LimitSpec spec) {
    this.spec = spec;
  }

  /** What changes is stored in that format from now on. */
  void write(Format format) {
    core = core.writing(format);
  }

  PermitAnswer acquire(String run) {
    return ask(PermitVerb.ACQUIRE, spec, run, 0);
  }

  PermitAnswer take(String run, long ticket) {
    return ask(PermitVerb.TAKE, spec, run, ticket);
  }

  /** Takes what is offered. */
  PermitAnswer take(String run) {
    return take(run, acquire(run).ticket());
  }

  PermitAnswer release(String run) {
    return ask(PermitVerb.RELEASE, spec, run, 0);
  }

  PermitAnswer ask(PermitVerb verb, LimitSpec said, String run, long ticket) {
    PermitRequest request = new PermitRequest(verb, said, run, TASK, ticket);
    tickets += 1_000_000;
    return ((Reply.OfLimit) apply(new Command.OfLimit(request, tickets))).answer();
  }

  void tick(long at) {
    now = at;
    offered = List.of();
    if (state != null) {
      apply(new Command.Tick());
    }
  }

  private Reply apply(Command command) {
    Applied applied = core.apply(spec.id(), state, command, now);
    applied.changes().forEach(this::store);
    offered =
        applied.effects().stream()
            .filter(Effect.Offered.class::isInstance)
            .map(effect -> ((Effect.Offered) effect).permit())
            .toList();
    state = applied.state();
    assertStoredIsWhatIsInMemory();
    return applied.reply();
  }

  private void store(Change change) {
    switch (change) {
      case Change.Put c -> stored.put(c.field(), c.value());
      case Change.Remove c -> stored.remove(c.field());
      case Change.Wake c -> due = c.atMillis();
      case Change.Unwake c -> due = null;
      case Change.Listed c -> throw new AssertionError(c);
      case Change.Retire c -> throw new AssertionError(c);
      case Change.Result c -> throw new AssertionError(c);
      case Change.DropBlob c -> throw new AssertionError(c);
    }
  }

  private void assertStoredIsWhatIsInMemory() {
    if (isForgotten()) {
      assertThat(stored).isEmpty();
      assertThat(due).isNull();
    } else {
      assertThat(RunState.load(spec.id(), stored).limit()).isEqualTo(limit());
      assertThat(due).isEqualTo(limit().wake());
    }
  }

  /** Another coordinator goes on with it. */
  void reload() {
    offered = List.of();
    state = stored.isEmpty() ? null : RunState.load(spec.id(), stored);
  }

  LimitState limit() {
    return Objects.requireNonNull(Objects.requireNonNull(state).limit());
  }

  /** {@return whether nothing is known of it any more} */
  boolean isForgotten() {
    return state == null || state.over();
  }

  /** {@return when something is due} */
  long wake() {
    return isForgotten() ? Long.MAX_VALUE : limit().wake();
  }

  PermitStage stage(String run) {
    return isForgotten() ? PermitStage.NONE : limit().answer(run + "/" + TASK).stage();
  }

  /** {@return all that is stored of it} */
  Map<String, byte[]> stored() {
    return stored;
  }

  /** {@return to which runs the last command offered permits, in that order} */
  List<String> offered() {
    return offered.stream().map(permit -> permit.substring(0, permit.indexOf('/'))).toList();
  }
}
