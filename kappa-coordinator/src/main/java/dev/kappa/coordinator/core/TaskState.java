package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task, but for its frames.
 *
 * @param id its handle
 * @param origin where it comes from
 * @param status where it stands
 * @param attempt who may commit
 * @param progress counters of its continuation
 * @param next what its topmost frame is given, or waits for; its result when it has ended
 * @param ticket its place among those that wait for a channel; 0 if it does not
 * @param cancel whether it is to be cancelled
 * @param trouble why it is parked, or the error that its next step is to fail with
 * @param heard whether someone awaits or awaited it, and so heard or will hear of its failure
 */
record TaskState(
    Handle id,
    Origin origin,
    TaskStatus status,
    Attempt attempt,
    Progress progress,
    Next next,
    long ticket,
    boolean cancel,
    @Nullable Failure trouble,
    boolean heard) {
  private static final int LONGEST_NAME = 80;

  /**
   * Where a task comes from.
   *
   * @param number counts the tasks of the run, from 1
   * @param parent the number of the task that spawned it; 0 for the root
   * @param name shown to people
   * @param group the handle of the first task of its group
   * @param scope with what it ends, at the latest
   * @param lineage who spawned it, up to the root
   */
  record Origin(
      long number,
      long parent,
      String name,
      @Nullable Handle group,
      @Nullable Handle scope,
      Lineage lineage) {
    Origin with(Lineage other) {
      return new Origin(number, parent, name, group, scope, other);
    }
  }

  /**
   * Who may commit.
   *
   * @param epoch raised by each dispatch; 0 before the first
   * @param instance the worker that the epoch is bound to; 0 while it is free
   * @param seq the number of the last commit
   * @param digest of the attempt's last commit; before its first, a random number
   * @param crashes attempts that died since the last commit
   */
  record Attempt(long epoch, long instance, long seq, long digest, int crashes) {
    static final Attempt NONE = new Attempt(0, 0, 0, 0, 0);

    Attempt dispatched(long nonce) {
      return new Attempt(epoch + 1, 0, seq, nonce, crashes);
    }

    Attempt committed(long by, long newDigest) {
      return new Attempt(epoch, by, seq + 1, newDigest, 0);
    }

    Attempt crashed(int total) {
      return new Attempt(epoch, instance, seq, digest, total);
    }
  }

  /** See {@link Continuation}. */
  record Progress(long created, long steps, Extent extent, boolean cancelled) {
    static Progress of(Continuation c) {
      return new Progress(c.created(), c.steps(), c.extent(), c.cancelled());
    }

    /** {@return that of a task that has not begun} */
    static Progress in(@Nullable Handle scope) {
      return new Progress(0, 0, Extent.in(scope), false);
    }
  }

  static TaskState begin(Handle id, Origin origin, TaskStatus status, Next next) {
    return new TaskState(
        id, origin, status, Attempt.NONE, Progress.in(origin.scope()), next, 0, false, null, false);
  }

  TaskState with(TaskStatus newStatus) {
    return new TaskState(
        id, origin, newStatus, attempt, progress, next, ticket, cancel, trouble, heard);
  }

  TaskState with(Attempt newAttempt) {
    return new TaskState(
        id, origin, status, newAttempt, progress, next, ticket, cancel, trouble, heard);
  }

  TaskState with(Progress newProgress) {
    return new TaskState(
        id, origin, status, attempt, newProgress, next, ticket, cancel, trouble, heard);
  }

  TaskState with(TaskStatus newStatus, Next newNext, long newTicket) {
    return new TaskState(
        id, origin, newStatus, attempt, progress, newNext, newTicket, cancel, trouble, heard);
  }

  TaskState withCancel() {
    return new TaskState(id, origin, status, attempt, progress, next, ticket, true, trouble, heard);
  }

  TaskState withTrouble(@Nullable Failure newTrouble) {
    return new TaskState(
        id, origin, status, attempt, progress, next, ticket, cancel, newTrouble, heard);
  }

  TaskState withHeard() {
    return new TaskState(
        id, origin, status, attempt, progress, next, ticket, cancel, trouble, true);
  }

  /** Whether it failed, not by cancellation, and nobody has heard of that. */
  boolean failedUnheard() {
    return !heard
        && next instanceof Next.Failed failed
        && !failed.failure().code().equals(ErrorCode.CANCELLED.text());
  }

  /** {@return what people call it} */
  String title() {
    return title(origin.name, id);
  }

  static String title(String name, Handle id) {
    String shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    return shown + " (task " + id + ")";
  }

  /** {@return {@code failure}, in which it ends, with who spawned it} Nobody spawns the root. */
  Failure told(Failure failure) {
    if (id.equals(Handle.ROOT)) {
      return failure;
    }
    List<String> lines = new ArrayList<>();
    lines.add(Failure.IN_TASK + id);
    lines.addAll(origin.lineage.lines());
    return failure.with(lines);
  }

  /** Whether it has opened {@code scope}. */
  boolean owns(Handle scope) {
    return scope.creator() == origin.number();
  }

  boolean ended() {
    return status == TaskStatus.ENDED;
  }

  /** Whether a worker has it or could have it. */
  boolean active() {
    return status == TaskStatus.READY || status == TaskStatus.RUNNING;
  }

  /** Whether it is to be told now that it is cancelled. */
  boolean cancelDue() {
    return cancel && !progress.cancelled && progress.extent.masks() == 0;
  }

  byte[] toBytes(Format format) {
    ByteWriter out = format.begin(256);
    out.varint(origin.number).varint(origin.parent).text(origin.name);
    out.optional(origin.group, ByteWriter::handle).optional(origin.scope, ByteWriter::handle);
    out.text(status.name());
    out.varint(attempt.epoch).i64(attempt.instance).varint(attempt.seq).i64(attempt.digest);
    out.varint(attempt.crashes).varint(progress.created).varint(progress.steps);
    progress.extent.write(out);
    out.bool(progress.cancelled);
    Next.write(out, next);
    out.varint(ticket).bool(cancel).optional(trouble, (o, failure) -> failure.write(o));
    out.bool(heard);
    if (format.has(Format.LINEAGE)) {
      origin.lineage.write(out);
    }
    return out.toBytes();
  }

  static TaskState read(Handle id, byte[] bytes) {
    return Entities.read(bytes, in -> read(id, Format.of(bytes), in));
  }

  private static TaskState read(Handle id, Format format, ByteReader in) {
    TaskState task = oldest(id, in);
    return format.has(Format.LINEAGE) ? task.with(Lineage.read(in)) : task;
  }

  private TaskState with(Lineage lineage) {
    return new TaskState(
        id, origin.with(lineage), status, attempt, progress, next, ticket, cancel, trouble, heard);
  }

  /** What all formats have. */
  private static TaskState oldest(Handle id, ByteReader in) {
    return new TaskState(
        id,
        new Origin(
            in.varint(),
            in.varint(),
            in.text(),
            in.optional(ByteReader::handle),
            in.optional(ByteReader::handle),
            Lineage.UNKNOWN),
        TaskStatus.valueOf(in.text()),
        new Attempt(in.varint(), in.i64(), in.varint(), in.i64(), in.count()),
        new Progress(in.varint(), in.varint(), Extent.read(in), in.bool()),
        Next.read(in),
        in.varint(),
        in.bool(),
        in.optional(Failure::read),
        in.bool());
  }
}
