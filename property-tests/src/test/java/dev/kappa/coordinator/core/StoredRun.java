package dev.kappa.coordinator.core;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at what is stored of a run, from outside. */
public final class StoredRun {
  private StoredRun() {}

  /**
   * Where a task stands.
   *
   * @param epoch of its last dispatch
   * @param seq of its last commit
   * @param digest of its last commit, or a random number after a dispatch
   * @param sleepsUntil milliseconds since 1970; 0 if it does not sleep, or not for as long as it
   *     likes; the furthest time if it is cancelled: no other need be woken before
   * @param misled whether it has obeyed a cancellation that is not stored
   */
  public record Stand(
      Handle task, long epoch, long seq, long digest, long sleepsUntil, boolean misled) {}

  /** {@return whether {@code field} is a task's} */
  public static boolean isTask(String field) {
    return field.charAt(0) == 't';
  }

  /** {@return the field of a task} */
  public static String field(Handle task) {
    return Entities.task(task);
  }

  /** {@return where the task stands that is stored in {@code field}; null if it is no task's} */
  public static @Nullable Stand stand(String field, byte[] bytes) {
    if (!isTask(field)) {
      return null;
    }
    TaskState task = TaskState.read(Handle.parse(field.substring(1)), bytes);
    boolean waits = task.status() == TaskStatus.WAITING;
    boolean limited = task.progress().extent().deadline() != 0;
    long until = waits && !limited && task.next() instanceof Next.Sleep sleep ? sleep.until() : 0;
    boolean misled = task.progress().cancelled() && !task.cancel();
    TaskState.Attempt attempt = task.attempt();
    return new Stand(
        task.id(),
        attempt.epoch(),
        attempt.seq(),
        attempt.digest(),
        task.cancel() ? Long.MAX_VALUE : until,
        misled);
  }

  /**
   * {@return whether an attempt at a task was dispatched in the history of what is stored}
   *
   * @param number the task's number in its run
   */
  public static boolean knows(Map<String, byte[]> fields, Handle task, long number, long epoch) {
    byte[] header = fields.get(Entities.HEADER);
    if (header == null) {
      return false;
    }
    byte[] bytes = fields.get(Entities.task(task));
    if (bytes != null) {
      TaskState found = TaskState.read(task, bytes);
      return found.origin().number() == number && found.attempt().epoch() >= epoch;
    }
    // It has ended and was forgotten, or was not spawned yet.
    return fields.size() == 1 || RunHeader.read(header).counts().tasks() >= number;
  }

  /** {@return the run's own time, if {@code field} is its header; else -1} */
  public static long now(String field, byte[] bytes) {
    return field.equals(Entities.HEADER) ? RunHeader.read(bytes).now() : -1;
  }

  /** {@return how many commits the run has seen, if {@code field} is its header; else -1} */
  public static long commits(String field, byte[] bytes) {
    return field.equals(Entities.HEADER) ? RunHeader.read(bytes).counts().checkpoints() : -1;
  }

  /** {@return what is wrong with a stored run; null if all fits} */
  public static @Nullable String problem(String run, Map<String, byte[]> fields) {
    RunState state = RunState.load(run, fields);
    if (state.over()) {
      return fields.size() == 1 ? null : "R10: a run that is over has " + fields.keySet();
    }
    for (GroupState group : state.groups().values()) {
      if (group.running() > group.atMost()) {
        return "R9: %d tasks of a group run (at most %d)"
            .formatted(group.running(), group.atMost());
      }
      if (!group.queued().isEmpty() && !group.full()) {
        return "R8: tasks of a group wait though there is room";
      }
    }
    for (ChannelState channel : state.channels().values()) {
      String wrong = problem(channel);
      if (wrong != null) {
        return wrong;
      }
    }
    for (TaskState task : state.tasks().values()) {
      String wrong = problem(state, task);
      if (wrong != null) {
        return wrong + " (task " + task.id() + ")";
      }
    }
    return null;
  }

  /** {@return a blob that is named by what is stored of a run; null if all are there} */
  public static @Nullable String missingBlob(Map<String, byte[]> fields, Set<String> there) {
    return named(fields).stream().filter(blob -> !there.contains(blob)).findFirst().orElse(null);
  }

  /** {@return a blob that is stored for a run and that nothing names; null if there is none} */
  public static @Nullable String spareBlob(Map<String, byte[]> fields, Set<String> there) {
    Set<String> named = named(fields);
    return there.stream().filter(blob -> !named.contains(blob)).findFirst().orElse(null);
  }

  private static Set<String> named(Map<String, byte[]> fields) {
    return RunState.load("run", fields).blobs().named().keySet().toJavaSet();
  }

  /** {@return whether a worker's attempt has the task, as far as is stored} */
  public static boolean has(Map<String, byte[]> fields, AttemptRef attempt, long instance) {
    return fields.containsKey(Entities.HEADER)
        && RunState.load(attempt.run(), fields).has(attempt, instance);
  }

  /**
   * {@return all frames of a task, lowest first; none if it does not stand at {@code digest} now}
   */
  public static List<Payload> frames(
      String run, Map<String, byte[]> fields, Handle task, long digest) {
    if (!fields.containsKey(Entities.HEADER)) {
      return List.of();
    }
    RunState state = RunState.load(run, fields);
    TaskState found = state.tasks().getOrElse(task, null);
    if (found == null || found.attempt().digest() != digest) {
      return List.of();
    }
    Frames frames = state.framesOf(task);
    return frames.under(frames.depth(), Integer.MAX_VALUE);
  }

  private static @Nullable String problem(ChannelState channel) {
    if (channel.messages().size() > channel.capacity()) {
      return "R9: a channel of %d holds %d"
          .formatted(channel.capacity(), channel.messages().size());
    }
    if (!channel.receivers().isEmpty() && !channel.messages().isEmpty()) {
      return "R5: receivers wait at a channel that has messages";
    }
    if (!channel.receivers().isEmpty() && !channel.senders().isEmpty()) {
      return "R5: receivers and senders wait at one channel";
    }
    if (!channel.senders().isEmpty() && channel.room() > 0) {
      return "R5: senders wait at a channel that has room";
    }
    return null;
  }

  private static @Nullable String problem(RunState state, TaskState task) {
    Frames frames = state.framesOf(task.id());
    int depth = 0;
    for (Frames.Segment segment : frames.segments()) {
      if (segment.from() != depth) {
        return "R1: frames from %d follow those up to %d".formatted(segment.from(), depth);
      }
      depth = segment.to();
    }
    if (task.ended() && depth > 0) {
      return "R10: it has ended and has frames";
    }
    if (task.status() != TaskStatus.WAITING) {
      return null;
    }
    return switch (task.next()) {
      case Next.Await n ->
          ended(state, n.future()) ? "R3: it waits for a task that has ended" : null;
      case Next.AwaitAll n -> {
        io.vavr.collection.Set<Handle> open =
            io.vavr.collection.HashSet.ofAll(n.futures()).filter(f -> !ended(state, f));
        yield open.isEmpty() ? "R3: it waits for tasks that have all ended" : null;
      }
      default -> null;
    };
  }

  private static boolean ended(RunState state, Handle task) {
    TaskState found = state.tasks().getOrElse(task, null);
    return found == null || found.ended();
  }
}
