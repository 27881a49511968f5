package dev.kappa.coordinator.core;

import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Payload;
import io.vavr.collection.Map;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run while a command is applied: what has changed, and is to be stored. Lives for one call of
 * {@link Core#apply}.
 */
final class Transition {
  final CoreSettings settings;
  final long now;
  private final Format format;
  private final RunState before;
  private final boolean first;
  private final Set<Handle> changedTasks = new LinkedHashSet<>();
  private final Set<Handle> changedChannels = new LinkedHashSet<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final Upkeep upkeep;
  private RunHeader header;
  private byte @Nullable [] result;
  private Map<Handle, TaskState> tasks;
  private Map<Handle, Frames> frames;
  private Map<Handle, ChannelState> channels;
  private Map<Handle, GroupState> groups;
  private Map<String, byte[]> signals;
  private Map<String, String> accepted;
  private Waits waits;
  private final Set<Long> cutOff = new LinkedHashSet<>();
  private boolean parkedChanged;
  private @Nullable ScheduleState schedule;
  private boolean scheduleChanged;
  private @Nullable LimitState limit;
  private boolean deleted;

  Transition(CoreSettings settings, Format format, RunState before, boolean first, long clock) {
    this.settings = settings;
    this.format = format;
    this.before = before;
    this.first = first;
    this.now = Math.max(clock, before.header().now());
    this.header = before.header();
    this.tasks = before.tasks();
    this.frames = before.frames();
    this.channels = before.channels();
    this.groups = before.groups();
    this.signals = before.signals();
    this.accepted = before.accepted();
    this.waits = before.waits();
    this.schedule = before.schedule();
    this.limit = before.limit();
    this.upkeep = new Upkeep(before);
  }

  String run() {
    return before.id();
  }

  /** {@return the run as it is by now} */
  RunState state() {
    return new RunState(
        run(),
        header,
        tasks,
        frames,
        channels,
        groups,
        signals,
        accepted,
        waits,
        upkeep.blobs(),
        upkeep.inline(),
        upkeep.pace(),
        upkeep.rubbish(),
        schedule,
        limit);
  }

  /** {@return how much was stored before the command} */
  Weight before() {
    return before.weight();
  }

  /** {@return the format in which is stored what changes} */
  Format format() {
    return format;
  }

  RunHeader header() {
    return header;
  }

  void header(RunHeader changed) {
    header = changed;
  }

  /** Sets what the run came to. */
  void result(byte[] json) {
    result = json;
  }

  void effect(Effect effect) {
    effects.add(effect);
  }

  // ---- tasks

  @Nullable TaskState find(Handle task) {
    return tasks.getOrElse(task, null);
  }

  /** {@return a task that is known to exist} */
  TaskState task(Handle task) {
    return tasks.get(task).getOrElseThrow(() -> new IllegalStateException("no task " + task));
  }

  Iterable<TaskState> tasks() {
    return tasks.values();
  }

  void put(TaskState task) {
    TaskState old = find(task.id());
    parkedChanged |= parked(task) != (old != null && parked(old));
    count(task, 1);
    if (old != null) {
      count(old, -1);
    }
    upkeep.changes(old, task);
    tasks = tasks.put(task.id(), task);
    changedTasks.add(task.id());
    boolean wasReady = old != null && old.status() == TaskStatus.READY;
    if (task.status() == TaskStatus.READY && !wasReady) {
      effects.add(new Effect.Ready(task.id()));
    }
  }

  /** Removes a task that has ended and that nobody can name. */
  void forget(TaskState task) {
    Noticing.unheard(this, task);
    upkeep.forget(task);
    tasks = tasks.remove(task.id());
    changedTasks.remove(task.id());
  }

  /** It did not come to its own end: what it has of limits, it can't give back. */
  void cutOff(TaskState task) {
    cutOff.add(task.origin().number());
  }

  private void count(TaskState task, int change) {
    waits = waits.count(task, change);
  }

  private static boolean parked(TaskState task) {
    return task.status() == TaskStatus.PARKED;
  }

  Waits waits() {
    return waits;
  }

  void waits(Waits changed) {
    waits = changed;
  }

  // ---- frames

  Frames frames(Handle task) {
    return frames.getOrElse(task, Frames.EMPTY);
  }

  void frames(Handle task, int keep, List<Payload> push) {
    Frames old = frames(task);
    Frames fresh = old.change(keep, push);
    int same = fresh.same(old, keep);
    Set<Integer> written = new LinkedHashSet<>();
    for (Frames.Segment segment : fresh.segments().drop(same)) {
      upkeep.name(segment.frames(), 1);
      written.add(segment.from());
      store(Entities.segment(task, segment.from()), segment.toBytes(format));
    }
    for (Frames.Segment segment : old.segments().drop(same)) {
      upkeep.name(segment.frames(), -1);
      if (!written.contains(segment.from())) {
        remove(Entities.segment(task, segment.from()));
      }
    }
    frames = fresh.segments().isEmpty() ? frames.remove(task) : frames.put(task, fresh);
  }

  // ---- channels and groups

  @Nullable ChannelState channel(Handle channel) {
    return channels.getOrElse(channel, null);
  }

  void put(Handle id, ChannelState channel) {
    if (!channels.containsKey(id)) {
      upkeep.channelCreated();
    }
    channels = channels.put(id, channel);
    changedChannels.add(id);
  }

  /** Removes a channel that nobody can name. */
  void forget(Handle channel) {
    upkeep.forget(channel, channels.get(channel).get());
    channels = channels.remove(channel);
    changedChannels.remove(channel);
  }

  void storeMessage(Handle channel, long number, Payload message) {
    upkeep.message(message, 1);
    ByteWriter out = format.begin(message.size() + 32);
    store(Entities.message(channel, number), out.payload(message).toBytes());
  }

  void removeMessage(Handle channel, long number, Payload message) {
    upkeep.message(message, -1);
    remove(Entities.message(channel, number));
  }

  @Nullable GroupState group(Handle first) {
    return groups.getOrElse(first, null);
  }

  void put(Handle id, GroupState group) {
    if (!groups.containsKey(id)) {
      store(Entities.group(id), group.toBytes(format));
    }
    groups = groups.put(id, group);
  }

  void removeGroup(Handle id) {
    groups = groups.remove(id);
    remove(Entities.group(id));
  }

  // ---- signals

  /** {@return what came, as JSON; null if nothing did} */
  byte @Nullable [] signal(String name) {
    return signals.getOrElse(name, null);
  }

  int signals() {
    return signals.size();
  }

  void putSignal(String name, byte[] json) {
    signals = signals.put(name, json);
    upkeep.signal(json);
    store(Entities.signal(name), format.begin(json.length + 16).blob(json).toBytes());
  }

  // ---- what makes it a schedule

  /** {@return the schedule that it is} */
  ScheduleState schedule() {
    return Objects.requireNonNull(schedule, "it is a run");
  }

  /** {@return the tasks that stand for its runs} */
  List<Handle> elsewhere() {
    return OtherRuns.of(state());
  }

  void put(ScheduleState changed) {
    scheduleChanged = true;
    schedule = changed;
  }

  /** What it is to do has changed. */
  void putSpec() {
    store(Entities.SPEC, schedule().spec().toBytes(format));
    changes.add(new Change.Put(Entities.SCHEDULES, schedule().spec().name(), new byte[0]));
  }

  /** Leaves nothing of it. */
  void deleteSchedule() {
    deleted = true;
    tasks.keySet().forEach(task -> remove(Entities.task(task)));
    List.of(Entities.HEADER, Entities.SPEC, Entities.SCHEDULE).forEach(this::remove);
    changes.add(new Change.Remove(Entities.SCHEDULES, schedule().spec().name()));
    changes.add(new Change.Unwake(run()));
  }

  private Applied endDeleted(Reply reply) {
    RunState after =
        limit == null ? Schedules.none(run(), schedule(), now) : Limits.none(run(), limit, now);
    return new Applied(after, changes, List.of(new Effect.Over()), reply);
  }

  // ---- what makes it a limit

  /** {@return the limit that it is} */
  LimitState limit() {
    return Objects.requireNonNull(limit, "it is a run");
  }

  /** It begins as this one. */
  void put(LimitState made) {
    limit = made;
  }

  /** It is so from now on. */
  void put(LimitState changed, LimitChanges what) {
    limit = changed;
    changes.addAll(what.stored(run(), format, first));
  }

  /** Leaves nothing of it, when nothing of it is left to be known. */
  void deleteLimit() {
    deleted = true;
    List.of(Entities.HEADER, Entities.LIMIT).forEach(this::remove);
    changes.add(new Change.Unwake(run()));
  }

  // ---- what stands for edited code

  Map<String, String> accepted() {
    return accepted;
  }

  void putAccepted(String key, String to) {
    if (!accepted.containsKey(key)) {
      upkeep.accepted();
    }
    accepted = accepted.put(key, to);
    store(Acceptances.field(key), Acceptances.toBytes(to, format));
  }

  // ---- what nobody can reach

  /** {@return what is kept and what is to go} */
  Upkeep upkeep() {
    return upkeep;
  }

  private void settle() {
    if (schedule != null || limit != null) {
      changes.addAll(upkeep.take());
      return;
    }
    if (!cutOff.isEmpty()) {
      Permits.giveBackOf(this, cutOff);
    }
    OtherRuns.letGoAtTheEnd(this);
    if (upkeep.isLookDue()) {
      Deadlock.breakUp(this);
      GarbageCollection.of(this);
    } else if (Deadlock.isWhole(this)) {
      Deadlock.breakUp(this);
    }
    if (parkedChanged) {
      Noticing.parked(this);
    }
    changes.addAll(upkeep.take());
  }

  // ---- the end

  private void store(String field, byte[] bytes) {
    changes.add(new Change.Put(run(), field, bytes));
  }

  private void remove(String field) {
    changes.add(new Change.Remove(run(), field));
  }

  /** {@return what the command came to} */
  Applied end(Reply reply) {
    if (deleted) {
      return endDeleted(reply);
    }
    if (upkeep.isDemanded() || touched()) {
      settle();
    }
    if (!touched()) {
      return new Applied(before.with(upkeep.pace()), List.of(), effects, reply);
    }
    Noticing.unheardAtTheEnd(this);
    header = header.times(now, wake());
    RunState after = state();
    List<Change> all = new ArrayList<>();
    if (first && schedule == null && limit == null) {
      all.add(new Change.Listed(run(), header.startedAt()));
    }
    if (result != null) {
      all.add(new Change.Result(run(), result));
    }
    if (after.over()) {
      return endOver(all, reply);
    }
    all.addAll(changes);
    if (schedule != null && scheduleChanged) {
      all.add(new Change.Put(run(), Entities.SCHEDULE, schedule.toBytes(format)));
    }
    for (Handle task : changedTasks) {
      all.add(new Change.Put(run(), Entities.task(task), task(task).toBytes(format)));
    }
    for (Handle channel : changedChannels) {
      byte[] bytes = channels.get(channel).get().toBytes(format);
      all.add(new Change.Put(run(), Entities.channel(channel), bytes));
    }
    all.add(new Change.Put(run(), Entities.HEADER, header.toBytes(format)));
    if (first || header.wake() != before.header().wake()) {
      all.add(new Change.Wake(run(), header.wake()));
    }
    return new Applied(after, all, effects, reply);
  }

  /** Nothing is left of the run but its header and its result. */
  private Applied endOver(List<Change> all, Reply reply) {
    if (!before.over() && format.has(Format.TAKEN_SIGNALS)) {
      header = header.with(TakenSignals.of(signals));
    }
    long retention = settings.retention().toMillis();
    all.add(new Change.Retire(run(), header.toBytes(format), retention));
    effects.add(new Effect.Over());
    return new Applied(state(), all, effects, reply);
  }

  private boolean touched() {
    return first
        || !changes.isEmpty()
        || !changedTasks.isEmpty()
        || !changedChannels.isEmpty()
        || scheduleChanged
        || header.status() != before.header().status()
        || header.cancel() != before.header().cancel()
        || !header.code().equals(before.header().code());
  }

  private long wake() {
    if (waits.active() > 0 || waits.parked() > 0 || waits.elsewhere() > 0) {
      return 0;
    }
    if (limit != null) {
      return limit.wake();
    }
    if (schedule != null) {
      return schedule.wake();
    }
    return waits.timers().isEmpty() ? Long.MAX_VALUE : waits.timers().head().due();
  }
}
