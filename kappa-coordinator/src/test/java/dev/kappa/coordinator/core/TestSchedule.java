package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A schedule with what is stored of it, and the runs that it starts: each start is told to whoever
 * has the runs, perhaps more than once, and makes one run for each key. After each command it
 * demands that the stored schedule, loaded anew, is the one in memory.
 */
final class TestSchedule {
  static final String NAME = "nightly";
  static final String ID = ScheduleState.idOf(NAME);
  static final long HOUR = 3_600_000;

  private final Core core = new Core(CoreSettings.DEFAULT);
  private final Map<String, byte[]> stored = new TreeMap<>();
  private final Map<String, byte[]> names = new TreeMap<>();
  private @Nullable RunState state;
  private long wake = Long.MAX_VALUE;

  /** The keys of the runs that were started, each once, in the order of their starts. */
  final Map<String, Handle> started = new LinkedHashMap<>();

  final List<String> cancelled = new ArrayList<>();
  long now = 10 * HOUR;

  /** {@return due each hour} */
  static ScheduleSpec hourly(int catchUp, ScheduleSpec.Overlap overlap) {
    return new ScheduleSpec(
        NAME,
        "flow",
        "{\"n\":1}",
        new Timing.Every(HOUR, 0),
        catchUp,
        overlap,
        ScheduleSpec.USUAL_DEADLINE,
        0,
        Timing.NEVER,
        Timing.NEVER,
        false);
  }

  static TestSchedule of(ScheduleSpec spec) {
    TestSchedule schedule = new TestSchedule();
    schedule.ask(new ScheduleCommand.Put(spec));
    return schedule;
  }

  // ---- commands

  Reply ask(ScheduleCommand what) {
    return apply(new Command.OfSchedule(what), true);
  }

  Reply apply(Command command, boolean errands) {
    Applied applied = core.apply(ID, state, command, now);
    state = applied.state();
    applied.changes().forEach(this::store);
    if (state.over()) {
      assertThat(stored).isEmpty();
      state = null;
      return applied.reply();
    }
    assertThat(toText(RunState.load(ID, stored))).isEqualTo(toText(state));
    assertThat(wake).isEqualTo(state.header().wake());
    if (errands) {
      errands();
    }
    return applied.reply();
  }

  private static String toText(RunState state) {
    return "%s %s %s %s"
        .formatted(
            state.header(),
            state.schedule(),
            state.elsewhere().stream().sorted().toList(),
            state.bytes());
  }

  private void store(Change change) {
    switch (change) {
      case Change.Put c -> (c.run().equals(ID) ? stored : names).put(c.field(), c.value());
      case Change.Remove c -> (c.run().equals(ID) ? stored : names).remove(c.field());
      case Change.Wake c -> wake = c.atMillis();
      case Change.Unwake c -> wake = Long.MAX_VALUE;
      default -> throw new AssertionError(change);
    }
  }

  /** Tells the runs what they are to be told, as whoever has the schedule does. */
  void errands() {
    for (Handle task : present().elsewhere().stream().sorted().toList()) {
      Next.Elsewhere what = (Next.Elsewhere) present().elsewhere(task);
      if (what != null && what.input() != null) {
        assertThat(started.getOrDefault(what.key(), task)).isEqualTo(task);
        started.put(what.key(), task);
        apply(new Command.Told(task, false), true);
      } else if (what != null && what.cancel()) {
        cancelled.add(what.key());
        apply(new Command.Told(task, true), true);
      }
    }
  }

  /** The coordinator dies; another goes on with what is stored. */
  void crash() {
    state = RunState.load(ID, stored);
  }

  /** Time passes, and what is due in it is noticed. */
  void advance(long millis) {
    long end = now + millis;
    while (present().nextTimer() <= end) {
      now = Math.max(now, present().nextTimer());
      apply(new Command.Tick(), true);
    }
    now = end;
  }

  /** Time passes while nobody is there; then somebody is. */
  void sleep(long millis) {
    now += millis;
    while (present().nextTimer() <= now) {
      apply(new Command.Tick(), true);
    }
  }

  /** A run ends. */
  void end(String key) {
    Handle task = Objects.requireNonNull(started.get(key), key);
    apply(new Command.Heard(task, new Next.Completed(Payload.NONE, null)), true);
  }

  void fail(String key, String code) {
    Failure failure = Failure.of(code, "test.Error", "went wrong", null);
    Handle task = Objects.requireNonNull(started.get(key), key);
    apply(new Command.Heard(task, new Next.Failed(failure)), true);
  }

  // ---- what there is

  RunState present() {
    return Objects.requireNonNull(state, "it is there");
  }

  ScheduleState schedule() {
    return Objects.requireNonNull(present().schedule());
  }

  /** {@return all that is stored of it} */
  Map<String, byte[]> stored() {
    return stored;
  }

  /** {@return the names of the partition's schedules} */
  Iterable<String> names() {
    return names.keySet();
  }

  /** {@return the hours since 1970 whose runs were started, in the order of their starts} */
  List<Long> hours() {
    return started.keySet().stream()
        .map(key -> key.substring(key.lastIndexOf('/') + 1))
        .map(time -> java.time.Instant.parse(time).toEpochMilli() / HOUR)
        .toList();
  }

  static String key(long hour) {
    return ScheduleState.keyOf(NAME, hour * HOUR);
  }
}
