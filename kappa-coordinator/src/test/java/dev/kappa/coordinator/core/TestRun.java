package dev.kappa.coordinator.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A run with what is stored of it. After each command it demands that the stored run, loaded anew,
 * is the one in memory.
 */
final class TestRun {
  static final String ID = "run";
  static final String WORKFLOW = "flow";
  static final Next NOTHING = new Next.Holding(Payload.NONE);

  private Core core;
  private final Map<String, byte[]> stored = new TreeMap<>();
  private final Set<String> blobs = new TreeSet<>();
  private byte @Nullable [] result;
  private @Nullable RunState state;
  private List<Change> changes = List.of();
  private List<Effect> effects = List.of();
  private boolean honest = true;
  private long instances = 100;
  private long nonces = 1;
  long now = 1000;

  TestRun() {
    this(CoreSettings.DEFAULT);
  }

  TestRun(CoreSettings settings) {
    core = new Core(settings);
  }

  /** {@return a run that has begun, its root task not yet dispatched} */
  static TestRun started() {
    TestRun run = new TestRun();
    run.apply(start("input"));
    return run;
  }

  static Command.Start start(String input) {
    return new Command.Start(WORKFLOW, input.getBytes(UTF_8), input.hashCode());
  }

  static Payload text(String text) {
    return new Payload(List.of(), List.of(), text.getBytes(UTF_8));
  }

  /** {@return a value that holds handles} */
  static Payload naming(Handle... handles) {
    return new Payload(List.of(handles), List.of(), "handles".getBytes(UTF_8));
  }

  /** {@return a value of which a blob holds the bytes} */
  static Payload in(String blob) {
    return new Payload(List.of(), List.of(blob), new byte[0]);
  }

  static Next holding(Handle... handles) {
    return new Next.Holding(naming(handles));
  }

  static Next holding(String text) {
    return new Next.Holding(text(text));
  }

  static Next.Completed completed(String text) {
    return new Next.Completed(text(text), null);
  }

  static Next.Failed failed(String text) {
    return new Next.Failed(failure(text));
  }

  static Failure failure(String text) {
    return Failure.of("KAPPA-301", "test.Error", text, null);
  }

  // ---- commands

  Reply apply(Command command) {
    Applied applied = core.apply(ID, state, command, now);
    state = applied.state();
    changes = applied.changes();
    effects = applied.effects();
    changes.forEach(this::store);
    assertStoredIsWhatIsInMemory();
    if (!state.over()) {
      Invariants.check(state);
    }
    return applied.reply();
  }

  /** Completes a signal. */
  Reply signal(String name, String json) {
    return apply(new Command.Signal(name, json.getBytes(UTF_8)));
  }

  /** {@return what is stored as the run's result} */
  byte @Nullable [] result() {
    return result;
  }

  private void store(Change change) {
    switch (change) {
      case Change.Put c -> stored.put(c.field(), c.value());
      case Change.Remove c -> stored.remove(c.field());
      case Change.Retire c -> {
        stored.clear();
        blobs.clear();
        stored.put(Change.HEADER, c.header());
      }
      case Change.Result c -> result = c.value();
      case Change.Listed c -> {}
      case Change.Wake c -> {}
      case Change.Unwake c -> {}
      case Change.DropBlob c -> blobs.remove(c.name());
    }
  }

  private void assertStoredIsWhatIsInMemory() {
    Map<String, byte[]> kept = new TreeMap<>(stored);
    Set<String> keptBlobs = new TreeSet<>(blobs);
    for (Change rubbish : state().rubbish()) {
      switch (rubbish) {
        case Change.Remove c -> kept.remove(c.field());
        case Change.DropBlob c -> keptBlobs.remove(c.name());
        default -> throw new AssertionError(rubbish);
      }
    }
    RunState loaded = RunState.load(ID, kept);
    if (state().over()) {
      assertThat(stored).containsOnlyKeys(Change.HEADER);
      assertThat(loaded.over()).isTrue();
      assertThat(loaded.header().toBytes(Format.NEWEST))
          .isEqualTo(state().header().toBytes(Format.NEWEST));
    } else {
      assertThat(StateText.of(loaded)).isEqualTo(StateText.of(state()));
      // Those that were stored and not named yet are there, too.
      if (honest) {
        assertThat(keptBlobs).containsAll(state().blobs().named().keySet());
      }
    }
  }

  /** What changes is stored in that format from now on. */
  void write(Format format) {
    core = core.writing(format);
  }

  /** Gives a ready task to a new worker. */
  TestWorker dispatch(Handle task) {
    Reply reply = apply(new Command.Dispatch(task, true, nonces++));
    assertThat(reply).isInstanceOf(Reply.Assigned.class);
    return new TestWorker(this, ((Reply.Assigned) reply).assignment(), instances++);
  }

  /** Dispatches the root task. */
  TestWorker root() {
    return dispatch(Handle.ROOT);
  }

  void tick(long at) {
    now = at;
    apply(new Command.Tick());
  }

  /** Goes on from what was stored earlier. */
  void loseAllSince(Map<String, byte[]> earlier) {
    stored.clear();
    stored.putAll(earlier);
    reload();
  }

  /** Forgets what is in memory and reads what is stored. */
  void reload() {
    state = RunState.load(ID, stored);
  }

  // ---- what came of it

  RunState state() {
    return Objects.requireNonNull(state, "the run has not begun");
  }

  /** {@return whether the task is still known} */
  boolean has(Handle task) {
    return state().tasks().containsKey(task);
  }

  TaskState task(Handle id) {
    return state().task(id);
  }

  TaskStatus status(Handle id) {
    return task(id).status();
  }

  List<Change> changes() {
    return changes;
  }

  List<Effect> effects() {
    return effects;
  }

  /** From now on commits may name blobs that were never stored. */
  void expectLies() {
    honest = false;
  }

  /** Stores a blob, as a worker does before it commits. */
  void putBlob(String name) {
    blobs.add(name);
  }

  Set<String> blobs() {
    return blobs;
  }

  void look() {
    apply(new Command.Look());
  }

  Map<String, byte[]> stored() {
    return stored;
  }

  /** {@return the tasks that could go on since the last command, in their order} */
  List<Handle> becameReady() {
    List<Handle> tasks = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Ready ready) {
        tasks.add(ready.task());
      }
    }
    return tasks;
  }

  // ---- programs

  /** {@return the workers of {@code n} children of a new root task, which has a worker as well} */
  List<TestWorker> family(int n) {
    TestWorker root = root();
    List<TestWorker> all = new ArrayList<>(List.of(root));
    List<Handle> children = root.spawn(n);
    children.forEach(child -> all.add(dispatch(child)));
    return all;
  }

  static Operation.Spawn spawn(Handle id) {
    return new Operation.Spawn(id, "child", List.of(text("frame")), text("in"), null, 0, null);
  }

  static Message.Committed given(long seq, Next next) {
    return new Message.Committed(seq, false, next);
  }
}
