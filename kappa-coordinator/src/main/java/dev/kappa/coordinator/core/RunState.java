package dev.kappa.coordinator.core;

import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.Formats;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Queue;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run, whole. Immutable.
 *
 * @param id the run's id
 * @param header itself
 * @param tasks those that have not ended, and those ended ones that others can name
 * @param frames of the tasks that have some
 * @param channels by handle
 * @param groups by the handle of their first task
 * @param signals what came from outside, as JSON, by name
 * @param accepted which lambda's body stands for which; see {@link Acceptances}
 * @param waits derived from the tasks
 * @param blobs derived from all
 * @param inline see {@link Weight}; derived from all
 * @param pace when to look for what nobody can reach
 * @param rubbish what is still stored though it is in the run no more; it goes little by little
 * @param schedule if it is none, but a schedule; see {@link Schedules}
 * @param limit if it is none, but a limit that runs share; see {@link Limits}
 */
public record RunState(
    String id,
    RunHeader header,
    Map<Handle, TaskState> tasks,
    Map<Handle, Frames> frames,
    Map<Handle, ChannelState> channels,
    Map<Handle, GroupState> groups,
    Map<String, byte[]> signals,
    Map<String, String> accepted,
    Waits waits,
    Blobs blobs,
    long inline,
    Pace pace,
    Queue<Change> rubbish,
    @Nullable ScheduleState schedule,
    @Nullable LimitState limit) {

  /** Under this name, a field each, the names of a partition's schedules are stored. */
  public static final String SCHEDULES = Entities.SCHEDULES;

  static RunState create(String id, RunHeader header) {
    return new RunState(
        id,
        header,
        HashMap.empty(),
        HashMap.empty(),
        HashMap.empty(),
        HashMap.empty(),
        HashMap.empty(),
        HashMap.empty(),
        Waits.NONE,
        Blobs.NONE,
        0,
        Pace.START,
        Queue.empty(),
        null,
        null);
  }

  /** {@return the run as it is stored} */
  public static RunState load(String id, java.util.Map<String, byte[]> fields) {
    return load(id, fields, Formats.CURRENT);
  }

  /**
   * {@return the run as it is stored}
   *
   * @param reader what the coordinator says that it reads
   */
  public static RunState load(String id, java.util.Map<String, byte[]> fields, Formats reader) {
    fields.values().forEach(entity -> Entities.check(entity, reader));
    return new Loader(id, fields).load();
  }

  TaskState task(Handle handle) {
    return Objects.requireNonNull(tasks.getOrElse(handle, null), () -> "task " + handle);
  }

  Frames framesOf(Handle task) {
    return frames.getOrElse(task, Frames.EMPTY);
  }

  /** {@return how much is stored of it} */
  Weight weight() {
    return new Weight(inline, blobs.bytes());
  }

  /** {@return about how many bytes of memory it takes} */
  public long bytes() {
    long more = schedule == null ? 0 : schedule.bytes();
    return inline + more + (limit == null ? 0 : limit.bytes());
  }

  /** {@return whether a worker has a task of the run, or should have} */
  public boolean active() {
    return waits.active() > 0;
  }

  /** {@return whether nothing of the run goes on any more} */
  public boolean over() {
    return header.over();
  }

  /** {@return how many tasks wait for others} */
  long waiting() {
    return header.counts().open() - waits.active() - waits.parked() - waits.patient();
  }

  /** {@return whether {@link Command.Look} may come to something} */
  public boolean wantsLook() {
    boolean run = schedule == null && limit == null;
    return run && (waiting() > 0 || pace.events() > 0 || !rubbish.isEmpty());
  }

  /** {@return when the next sleeping task goes on, in milliseconds since 1970; or never} */
  public long nextTimer() {
    if (limit != null) {
      return limit.wake();
    }
    if (schedule != null) {
      return schedule.wake();
    }
    return waits.timers().isEmpty() ? Long.MAX_VALUE : waits.timers().head().due();
  }

  /** {@return the tasks that could go on} */
  public Iterable<Handle> ready() {
    return tasks.filterValues(t -> t.status() == TaskStatus.READY).keySet();
  }

  /** {@return whether a task goes on on resident workers} */
  public boolean isResident(Handle task) {
    return tasks.get(task).exists(t -> t.progress().extent().isResident());
  }

  /** {@return what people call a task} */
  public String title(Handle task) {
    return tasks.get(task).map(TaskState::title).getOrElse("task " + task);
  }

  /** {@return the attempts that a worker has} */
  public Iterable<AttemptRef> running() {
    return tasks
        .filterValues(t -> t.status() == TaskStatus.RUNNING)
        .values()
        .map(t -> new AttemptRef(id, t.id(), t.attempt().epoch()));
  }

  /** {@return whether {@code attempt} is the present one of its task, whichever worker has it} */
  public boolean isRunning(AttemptRef attempt) {
    return tasks
        .get(attempt.task())
        .exists(
            task ->
                task.status() == TaskStatus.RUNNING && task.attempt().epoch() == attempt.epoch());
  }

  /** {@return whether the worker {@code instance} may go on with {@code attempt}} */
  public boolean has(AttemptRef attempt, long instance) {
    TaskState task = tasks.getOrElse(attempt.task(), null);
    return task != null
        && task.status() == TaskStatus.RUNNING
        && task.attempt().epoch() == attempt.epoch()
        && (task.attempt().instance() == 0 || task.attempt().instance() == instance);
  }

  /**
   * {@return whether the worker {@code instance} may go on with {@code attempt}, and its next
   * commit builds on {@code base}} An epoch that the store has lost comes again, so before its
   * first commit only the base tells one attempt from the other.
   */
  public boolean has(AttemptRef attempt, long instance, long base) {
    return has(attempt, instance) && task(attempt.task()).attempt().digest() == base;
  }

  /** {@return whether workers died with a task since its last commit} */
  public boolean hasCrashed(Handle task) {
    return tasks.get(task).exists(t -> t.attempt().crashes() > 0);
  }

  /** {@return what the worker {@code instance} is told of {@code attempt}; null for nothing} */
  public Message.@Nullable Unwanted unwanted(AttemptRef attempt, long instance) {
    if (!has(attempt, instance)) {
      return new Message.Unwanted(attempt, true);
    }
    return task(attempt.task()).cancel() ? new Message.Unwanted(attempt, false) : null;
  }

  /** {@return whether something that is stored names each of these blobs} */
  public boolean namesAll(List<String> names) {
    return over() || names.stream().allMatch(blobs::names);
  }

  /** {@return the tasks that stand for what other runs are told} */
  public List<Handle> elsewhere() {
    return OtherRuns.of(this);
  }

  /** {@return what another run is told that a task stands for; null if it does not, or no more} */
  public Next.@Nullable Abroad elsewhere(Handle task) {
    return tasks.get(task).map(OtherRuns::elsewhere).getOrNull();
  }

  RunState with(Pace newPace) {
    return new RunState(
        id, header, tasks, frames, channels, groups, signals, accepted, waits, blobs, inline,
        newPace, rubbish, schedule, limit);
  }

  RunState with(ScheduleState newSchedule) {
    return new RunState(
        id,
        header,
        tasks,
        frames,
        channels,
        groups,
        signals,
        accepted,
        waits,
        blobs,
        inline,
        pace,
        rubbish,
        newSchedule,
        limit);
  }

  RunState with(LimitState newLimit) {
    return new RunState(
        id, header, tasks, frames, channels, groups, signals, accepted, waits, blobs, inline, pace,
        rubbish, schedule, newLimit);
  }

  /** {@return whether it is stored like one that is due at once, though it may only wait} */
  public boolean alwaysDue() {
    return waits.parked() > 0 || waits.elsewhere() > 0;
  }

  /** {@return whether there are tasks that no code at hand can run} */
  public boolean parked() {
    return waits.parked() > 0;
  }
}
