package dev.kappa.tests.simulation;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.core.StoredRun;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.SimulatedRedis;
import dev.kappa.objects.BlobPlace;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Handle;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.Message;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at all that is stored, said and done, and demands that the rules hold at each moment. */
final class Monitor {
  /** A whole run is looked at so often, in batches: that takes long. */
  private static final int SELDOM = 4;

  private final World world;
  private final Map<Task, StoredRun.Stand> stored = new HashMap<>();
  private final Map<Task, StoredRun.Stand> furthest = new HashMap<>();
  private final Map<String, Long> times = new HashMap<>();
  private final Map<Task, Long> finished = new HashMap<>();
  private final Map<Told, Long> instances = new HashMap<>();
  private final Map<Task, Map<Long, Long>> commits = new HashMap<>();
  private final Map<Task, Map<Long, String>> keys = new HashMap<>();
  private final Set<AttemptRef> attempts = new HashSet<>();
  private final Map<Long, List<Payload>> continuations = new HashMap<>();
  private final Set<String> over = new HashSet<>();

  /** Tasks that ended and were forgotten. They may be back since Redis lost that. */
  private final Set<String> forgotten = new HashSet<>();

  private final LostAttempts lost = new LostAttempts();
  private final Known known = new Known();
  private final SimulatedRedis redis;
  private final Tenures tenures;
  private final LimitWatch limits;
  private @Nullable SimulatedBucket bucket;
  private int losses;
  private boolean cancelled;
  private boolean steady;
  private int batches;
  private int refusals;

  private record Task(String run, Handle handle) {
    static Task of(AttemptRef attempt) {
      return new Task(attempt.run(), attempt.task());
    }
  }

  private record Told(String owner, AttemptRef attempt) {}

  private record Stepped(Task task, StoredRun.@Nullable Stand before, StoredRun.Stand stand) {}

  Monitor(World world, SimulatedRedis redis, Tenures tenures) {
    this.world = world;
    this.redis = redis;
    this.tenures = tenures;
    this.limits = new LimitWatch(world);
  }

  /** Large values may be in a bucket. */
  void bucket(@Nullable SimulatedBucket known) {
    bucket = known;
  }

  /** {@return the names of the blobs that are stored for a run, wherever} */
  private Set<String> blobs(String run) {
    Set<String> all = new HashSet<>(redis.blobs(run));
    if (bucket != null) {
      all.addAll(bucket.blobs(run));
    }
    return all;
  }

  /** Redis has lost what it had acknowledged: what was promised on its word is void. */
  void tailLost() {
    losses++;
    limits.tailLost();
    lost.tailLost(redis::fields);
    known.tailLost();
    attempts.clear();
    instances.clear();
    commits.clear();
    stored.clear();
    times.clear();
    finished.clear();
    keys.clear();
  }

  boolean hasLostTail() {
    return losses > 0;
  }

  // ---- what is stored

  void stored(String run, Map<String, byte[]> changed) {
    limits.stored(run, changed, redis.fields(run));
    List<Stepped> all = new ArrayList<>();
    formats(changed);
    changed.forEach((field, bytes) -> known.stored(run, field, bytes));
    changed.forEach(
        (field, bytes) -> {
          time(run, StoredRun.now(field, bytes));
          StoredRun.Stand stand = StoredRun.stand(field, bytes);
          if (stand != null) {
            Task task = new Task(run, stand.task());
            known.stored(run, stand);
            all.add(new Stepped(task, stored.put(task, stand), stand));
          }
        });
    all.forEach(this::stepped);
    if (changed.size() == 1 && redis.fields(run).size() == 1) {
      over.add(run);
    }
    batches++;
    if (batches % SELDOM == 0 || changed.size() == 1) {
      look(run);
    }
  }

  private void formats(Map<String, byte[]> changed) {
    int newest = redis.newestFormat();
    changed.forEach(
        (field, bytes) -> {
          if (bytes[0] > newest && !hasLostTail()) {
            world.violated(
                "R3: %s was stored in format %d, and somebody reads only up to %d"
                    .formatted(field, bytes[0], newest));
          }
        });
  }

  /** Fields of a run are no more. */
  void dropped(String run, List<String> fields) {
    if (LimitSpec.isId(run) && fields.contains(Change.HEADER)) {
      // It was forgotten; the next one of its name has a time of its own.
      times.remove(run);
    }
    fields.stream().filter(StoredRun::isTask).forEach(field -> forgotten.add(run + "/" + field));
  }

  private void look(String run) {
    Map<String, byte[]> fields = redis.fields(run);
    if (fields.isEmpty()) {
      return;
    }
    String problem = StoredRun.problem(run, fields);
    if (problem != null) {
      world.violated(problem);
    }
    String missing = StoredRun.missingBlob(fields, blobs(run));
    if (missing != null && !hasLostTail()) {
      world.violated("R3: blob %s is named and not there".formatted(missing));
    }
  }

  /** {@return a blob that an attempt needs; null if it is gone since the attempt is over} */
  byte @Nullable [] blob(AttemptRef attempt, long instance, String name) {
    byte[] bytes =
        bucket != null && BlobPlace.has(name)
            ? bucket.blob(attempt.run(), name).orElse(null)
            : redis.blob(attempt.run(), name);
    if (bytes == null && StoredRun.has(redis.fields(attempt.run()), attempt, instance)) {
      world.violated("R3: %s needs blob %s, which was dropped".formatted(attempt, name));
    }
    return bytes;
  }

  /** {@return what is in Redis and in the bucket but for headers of partitions} */
  List<String> leftovers() {
    List<String> left = new ArrayList<>(redis.leftovers());
    if (bucket != null) {
      left.addAll(bucket.keys());
    }
    return left;
  }

  /** {@return a blob of each run that nothing names} */
  List<String> spareBlobs() {
    List<String> spare = new ArrayList<>();
    for (String run : times.keySet()) {
      String blob = StoredRun.spareBlob(redis.fields(run), blobs(run));
      if (blob != null) {
        spare.add(run + ": " + blob);
      }
    }
    return spare;
  }

  private void time(String run, long now) {
    if (now >= 0 && now < times.getOrDefault(run, 0L)) {
      world.violated("Time: it went back from %d to %d".formatted(times.get(run), now));
    }
    times.merge(run, now, Math::max);
  }

  private void stepped(Stepped step) {
    StoredRun.Stand before = step.before();
    StoredRun.Stand stand = step.stand();
    if (stand.misled()) {
      world.violated("R6: %s obeys a cancellation that is not stored".formatted(step.task()));
    }
    if (lost.hasMade(stand.digest())) {
      world.violated(
          "R6: %s goes on from an attempt that the store has lost".formatted(step.task()));
    }
    if (before != null && (before.seq() > stand.seq() || before.epoch() > stand.epoch())) {
      world.violated("R1: %s went back from %s to %s".formatted(step.task(), before, stand));
    }
    furthest.merge(
        step.task(),
        stand,
        (a, b) ->
            new StoredRun.Stand(
                a.task(), Math.max(a.epoch(), b.epoch()), Math.max(a.seq(), b.seq()), 0, 0, false));
    if (before != null && before.sleepsUntil() > stand.sleepsUntil() && !cancelled) {
      awake(step.task(), before.sleepsUntil());
    }
  }

  /** One that was to be woken earlier does not sleep on. */
  private void awake(Task task, long due) {
    stored.forEach(
        (other, stand) -> {
          boolean overdue = stand.sleepsUntil() > 0 && stand.sleepsUntil() < due;
          if (overdue && other.run().equals(task.run())) {
            world.violated("Time: %s sleeps on, %s does not".formatted(other, task));
          }
        });
  }

  // ---- what coordinators say

  /** A coordinator says something of a run. */
  void speaks(SimulatedCoordinator by, String run) {
    String owner = redis.ownerOf(run);
    if (!owner.startsWith(by.name() + "/") && isSure(by, run)) {
      world.violated("R2: %s speaks of a run that %s has".formatted(by, owner));
    }
  }

  /** {@return whether what a coordinator believes of a run can't be wrong on account of a loss} */
  private boolean isSure(SimulatedCoordinator by, String run) {
    return tenures.isSure(by.name(), redis.partitionOf(run));
  }

  /** How far somebody knew a run to be, who had it, and how often Redis had lost something then. */
  record Progress(long commits, String owner, int losses) {}

  /** {@return how far somebody knows a run to be now} */
  Progress known(String run) {
    return new Progress(known.of(run), redis.ownerOf(run), losses);
  }

  /** A client is told how far a run is; when it asked, {@code before} was known. */
  void answered(SimulatedCoordinator by, RunView view, Progress before) {
    if (before.losses() < losses || !isSure(by, view.runId())) {
      return;
    }
    String owner = redis.ownerOf(view.runId());
    if (owner.equals(before.owner()) && !owner.startsWith(by.name() + "/")) {
      world.violated("R2: %s answers for a run that %s has".formatted(by, owner));
    }
    if (view.checkpoints() < before.commits()) {
      world.violated(
          "R2: a client hears of %d commits of %s, %d are known"
              .formatted(view.checkpoints(), view.runId(), before.commits()));
    }
    known.told(view.runId(), view.checkpoints());
  }

  /** A coordinator tells a worker that a commit is durable. */
  void accepted(SimulatedCoordinator by, Commit commit, long instance) {
    AttemptRef ref = commit.ref();
    Task task = Task.of(ref);
    StoredRun.Stand stand = furthest.get(task);
    boolean there = stand != null && (stand.seq() >= commit.seq() || gone(task));
    if (!there) {
      world.violated(
          "R6: commit %d of %s was acknowledged, not stored".formatted(commit.seq(), ref));
    }
    if (!isSure(by, ref.run())) {
      return;
    }
    known.told(ref, commit.seq());
    Long other = instances.putIfAbsent(new Told(redis.ownerOf(ref.run()), ref), instance);
    if (other != null && other != instance) {
      world.violated("R2: commits of two workers were accepted in " + ref);
    }
    Long digest =
        commits
            .computeIfAbsent(task, t -> new HashMap<>())
            .putIfAbsent(commit.seq(), commit.digest());
    if (digest != null && digest != commit.digest()) {
      world.violated("R1: two commits %d of %s were accepted".formatted(commit.seq(), ref));
    }
  }

  /** {@return whether a task has ended and was forgotten; it may be back since Redis lost that} */
  private boolean gone(Task task) {
    String field = StoredRun.field(task.handle());
    return over.contains(task.run()) || forgotten.contains(task.run() + "/" + field);
  }

  /** A coordinator hands a task to a worker. */
  void assigned(SimulatedCoordinator by, Assignment assignment) {
    AttemptRef ref = assignment.ref();
    StoredRun.Stand stand = furthest.get(Task.of(ref));
    if (stand == null || stand.epoch() < ref.epoch()) {
      world.violated("R6: %s was handed out, not stored".formatted(ref));
    }
    if (assignment.depth() > assignment.top().size()) {
      continuations.put(
          assignment.base(),
          StoredRun.frames(ref.run(), redis.fields(ref.run()), ref.task(), assignment.base()));
    }
    if (isSure(by, ref.run()) && !attempts.add(ref)) {
      world.violated("R2: %s was handed out twice".formatted(ref));
    }
    if (!hasLostTail() && assignment.steps() < finished.getOrDefault(Task.of(ref), 0L)) {
      world.violated("R4: %s is given steps again that are known to be durable".formatted(ref));
    }
  }

  /** A coordinator lets the next turn of an attempt begin, whose last commit was that. */
  void goesOn(AttemptRef ref, long seq) {
    Task task = Task.of(ref);
    StoredRun.Stand stand = furthest.get(task);
    if ((stand == null || stand.seq() < seq) && !gone(task)) {
      world.violated("R6: %s goes on from commit %d, which was not stored".formatted(ref, seq));
    }
  }

  // ---- what workers do

  /** A worker begins an attempt. */
  void begun(Object attempt, Assignment assignment) {
    lost.begun(attempt, assignment);
  }

  /** A worker makes a commit. */
  void made(Commit commit, Object attempt) {
    lost.made(commit, attempt);
  }

  /** A worker is given frames of the continuation that it was assigned as {@code base}. */
  void fetched(Message.FetchFrames asked, long base, List<Payload> frames) {
    List<Payload> all = continuations.getOrDefault(base, List.of());
    int from = asked.below() - frames.size();
    if (!all.isEmpty() && (from < 0 || !all.subList(from, asked.below()).equals(frames))) {
      world.violated("R3: %s was given frames of another continuation".formatted(asked.ref()));
    }
  }

  /** A worker knows that so many steps of the task are durable. */
  void finished(AttemptRef attempt, long steps) {
    finished.merge(Task.of(attempt), steps, Math::max);
  }

  /** A commit is refused. */
  void refused() {
    refusals++;
  }

  /** {@return how many commits were refused} */
  int refusals() {
    return refusals;
  }

  /** The run is cancelled: a task may go another way from where it was. */
  void cancelled() {
    cancelled = true;
  }

  /** The program's steps depend on nothing but their arguments. */
  void steady() {
    steady = true;
  }

  /** A worker runs a step. */
  void ran(AttemptRef attempt, long ordinal, String key) {
    String before =
        keys.computeIfAbsent(Task.of(attempt), t -> new HashMap<>()).putIfAbsent(ordinal, key);
    if (before != null && !before.equals(key) && steady && !hasLostTail()) {
      world.violated("R4: step %d of %s was %s, is %s".formatted(ordinal, attempt, before, key));
    }
  }
}
