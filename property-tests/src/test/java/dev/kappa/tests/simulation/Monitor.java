package dev.kappa.tests.simulation;

import dev.kappa.coordinator.core.StoredRun;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Handle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Looks at all that is stored, said and done, and demands that the rules hold at each moment. */
final class Monitor {
  /** A whole run is looked at so often, in batches: that takes long. */
  private static final int SELDOM = 4;

  private final World world;
  private final Map<Task, StoredRun.Stand> stored = new HashMap<>();
  private final Map<Task, StoredRun.Stand> furthest = new HashMap<>();
  private final Map<Task, Long> finished = new HashMap<>();
  private final Map<AttemptRef, Long> instances = new HashMap<>();
  private final Map<Task, Map<Long, Long>> commits = new HashMap<>();
  private final Map<Task, Map<Long, String>> keys = new HashMap<>();
  private final Set<AttemptRef> attempts = new HashSet<>();
  private Function<String, Map<String, byte[]>> whole = run -> Map.of();
  private boolean tailLost;
  private boolean cancelled;
  private int batches;

  private record Task(String run, Handle handle) {
    static Task of(AttemptRef attempt) {
      return new Task(attempt.run(), attempt.task());
    }
  }

  Monitor(World world) {
    this.world = world;
  }

  /** Says where what is stored of a run can be read. */
  void reads(Function<String, Map<String, byte[]>> fields) {
    whole = fields;
  }

  /** Redis lost what it had acknowledged: what was promised on its word is void. */
  void tailLost() {
    tailLost = true;
    stored.clear();
    finished.clear();
    keys.clear();
  }

  // ---- what is stored

  void stored(String run, Map<String, byte[]> changed) {
    changed.forEach(
        (field, bytes) -> {
          StoredRun.Stand stand = StoredRun.stand(field, bytes);
          if (stand != null) {
            stands(new Task(run, stand.task()), stand);
          }
        });
    batches++;
    if (batches % SELDOM == 0 || changed.size() == 1) {
      String problem = StoredRun.problem(run, whole.apply(run));
      if (problem != null) {
        world.violated(problem);
      }
    }
  }

  private void stands(Task task, StoredRun.Stand stand) {
    StoredRun.Stand before = stored.put(task, stand);
    if (before != null && (before.seq() > stand.seq() || before.epoch() > stand.epoch())) {
      world.violated("R1: " + task + " went back from " + before + " to " + stand);
    }
    furthest.merge(
        task,
        stand,
        (a, b) ->
            new StoredRun.Stand(
                a.task(), Math.max(a.epoch(), b.epoch()), Math.max(a.seq(), b.seq())));
  }

  // ---- what coordinators say

  /** A coordinator tells a worker that a commit is durable. */
  void accepted(Commit commit, long instance) {
    AttemptRef ref = commit.ref();
    Task task = Task.of(ref);
    StoredRun.Stand stand = furthest.get(task);
    boolean there = stand != null && (stand.seq() >= commit.seq() || gone(task));
    if (!there) {
      world.violated(
          "R6: commit %d of %s was acknowledged, not stored".formatted(commit.seq(), ref));
    }
    if (tailLost) {
      return;
    }
    Long other = instances.putIfAbsent(ref, instance);
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

  /** {@return whether a task has ended and was forgotten} */
  private boolean gone(Task task) {
    return !whole.apply(task.run()).containsKey("t" + task.handle());
  }

  /** A coordinator hands a task to a worker. */
  void assigned(Assignment assignment, boolean superseded) {
    AttemptRef ref = assignment.ref();
    StoredRun.Stand stand = furthest.get(Task.of(ref));
    if (stand == null || stand.epoch() < ref.epoch()) {
      world.violated("R6: %s was handed out, not stored".formatted(ref));
    }
    if (tailLost) {
      return;
    }
    if (!attempts.add(ref)) {
      world.violated("R2: %s was handed out twice".formatted(ref));
    }
    // One that does not know yet that it is over may hand out what was true then.
    if (!superseded && assignment.steps() < finished.getOrDefault(Task.of(ref), 0L)) {
      world.violated("R4: %s is given steps again that are known to be durable".formatted(ref));
    }
  }

  // ---- what workers do

  /** A worker knows that so many steps of the task are durable. */
  void finished(AttemptRef attempt, long steps) {
    finished.merge(Task.of(attempt), steps, Math::max);
  }

  /** The run is cancelled: a task may go another way from where it was. */
  void cancelled() {
    cancelled = true;
  }

  /** A worker runs a step. */
  void ran(AttemptRef attempt, long ordinal, String key) {
    String before =
        keys.computeIfAbsent(Task.of(attempt), t -> new HashMap<>()).putIfAbsent(ordinal, key);
    if (before != null && !before.equals(key) && !cancelled && !tailLost) {
      world.violated("R4: step %d of %s was %s, is %s".formatted(ordinal, attempt, before, key));
    }
  }
}
