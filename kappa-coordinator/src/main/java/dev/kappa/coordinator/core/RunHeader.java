package dev.kappa.coordinator.core;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A run, but for its tasks and channels. It outlives them until its retention time is over.
 *
 * @param workflow the workflow's name
 * @param inputDigest tells another input under the same idempotency key
 * @param status how far it is
 * @param failure if it did not succeed; what it came to if it did is stored apart from this
 * @param startedAt milliseconds since 1970
 * @param endedAt milliseconds since 1970; 0 while it runs
 * @param cancel whether it was asked to end
 * @param counts what it has done so far
 * @param now the latest time that it was told, milliseconds since 1970: its time never goes back
 * @param wake when it needs attention; see {@code Change.Wake}
 * @param notices what people should know of its tasks
 * @param values what it published, the last one last
 * @param code the version of the application's code that it goes on with where that can be had;
 *     empty if none is known
 */
public record RunHeader(
    String workflow,
    long inputDigest,
    RunStatus status,
    @Nullable Failure failure,
    long startedAt,
    long endedAt,
    boolean cancel,
    Counts counts,
    long now,
    long wake,
    Notices notices,
    Values values,
    String code) {

  /**
   * What a run has done so far.
   *
   * @param tasks spawned so far, the root included: the number of the last
   * @param ended those of them that have ended
   * @param invocations of the function
   * @param checkpoints commits applied
   * @param tickets given to tasks that blocked at channels: the last one
   * @param lost attempts whose worker was lost; kept since {@link Format#LOST_ATTEMPTS}
   */
  public record Counts(
      long tasks, long ended, long invocations, long checkpoints, long tickets, long lost) {
    /** {@return how many tasks have not ended} */
    public long open() {
      return tasks - ended;
    }

    Counts spawned() {
      return new Counts(tasks + 1, ended, invocations, checkpoints, tickets, lost);
    }

    Counts taskEnded() {
      return new Counts(tasks, ended + 1, invocations, checkpoints, tickets, lost);
    }

    Counts invoked() {
      return new Counts(tasks, ended, invocations + 1, checkpoints, tickets, lost);
    }

    Counts ticket() {
      return new Counts(tasks, ended, invocations, checkpoints, tickets + 1, lost);
    }

    Counts committed() {
      return new Counts(tasks, ended, invocations, checkpoints + 1, tickets, lost);
    }

    Counts attemptLost() {
      return new Counts(tasks, ended, invocations, checkpoints, tickets, lost + 1);
    }

    private void write(ByteWriter out) {
      out.varint(tasks).varint(ended).varint(invocations).varint(checkpoints).varint(tickets);
    }

    private static Counts read(ByteReader in) {
      return new Counts(in.varint(), in.varint(), in.varint(), in.varint(), in.varint(), 0);
    }

    private Counts withLost(long attempts) {
      return new Counts(tasks, ended, invocations, checkpoints, tickets, attempts);
    }
  }

  static RunHeader start(String workflow, long inputDigest, String code, long now) {
    Counts none = new Counts(0, 0, 0, 0, 0, 0);
    return new RunHeader(
        workflow,
        inputDigest,
        RunStatus.RUNNING,
        null,
        now,
        0,
        false,
        none,
        now,
        -1,
        Notices.NONE,
        Values.NONE,
        code);
  }

  RunHeader with(Counts newCounts) {
    return new RunHeader(
        workflow,
        inputDigest,
        status,
        failure,
        startedAt,
        endedAt,
        cancel,
        newCounts,
        now,
        wake,
        notices,
        values,
        code);
  }

  RunHeader with(Notices newNotices) {
    return new RunHeader(
        workflow,
        inputDigest,
        status,
        failure,
        startedAt,
        endedAt,
        cancel,
        counts,
        now,
        wake,
        newNotices,
        values,
        code);
  }

  RunHeader with(Values newValues) {
    return new RunHeader(
        workflow,
        inputDigest,
        status,
        failure,
        startedAt,
        endedAt,
        cancel,
        counts,
        now,
        wake,
        notices,
        newValues,
        code);
  }

  RunHeader times(long newNow, long newWake) {
    return new RunHeader(
        workflow,
        inputDigest,
        status,
        failure,
        startedAt,
        endedAt,
        cancel,
        counts,
        newNow,
        newWake,
        notices,
        values,
        code);
  }

  RunHeader cancelled() {
    return new RunHeader(
        workflow,
        inputDigest,
        status,
        failure,
        startedAt,
        endedAt,
        true,
        counts,
        now,
        wake,
        notices,
        values,
        code);
  }

  RunHeader ended(RunStatus newStatus, @Nullable Failure newFailure, long at) {
    return new RunHeader(
        workflow,
        inputDigest,
        newStatus,
        newFailure,
        startedAt,
        at,
        cancel,
        counts,
        now,
        wake,
        notices,
        values,
        code);
  }

  /** {@return the same, to go on with another version of the code} */
  RunHeader pinned(String newCode) {
    return new RunHeader(
        workflow,
        inputDigest,
        status,
        failure,
        startedAt,
        endedAt,
        cancel,
        counts,
        now,
        wake,
        notices,
        values,
        newCode);
  }

  byte[] toBytes(Format format) {
    ByteWriter out = format.begin(256);
    out.text(workflow).i64(inputDigest).text(status.name());
    out.optional(failure, (o, f) -> f.write(o));
    out.varint(startedAt).varint(endedAt).bool(cancel);
    counts.write(out);
    out.varint(now).i64(wake);
    notices.write(out);
    values.write(out);
    if (format.has(Format.LOST_ATTEMPTS)) {
      out.varint(counts.lost);
    }
    if (format.has(Format.CODE_VERSION)) {
      out.text(code);
    }
    return out.toBytes();
  }

  /** Reads a stored header. */
  public static RunHeader read(byte[] bytes) {
    ByteReader in = Entities.open(bytes);
    Format format = Format.of(bytes);
    RunHeader header = oldest(in);
    if (format.has(Format.LOST_ATTEMPTS)) {
      header = header.with(header.counts.withLost(in.varint()));
    }
    return format.has(Format.CODE_VERSION) ? header.pinned(in.text()) : header;
  }

  /** What all formats have. */
  private static RunHeader oldest(ByteReader in) {
    return new RunHeader(
        in.text(),
        in.i64(),
        RunStatus.valueOf(in.text()),
        in.optional(Failure::read),
        in.varint(),
        in.varint(),
        in.bool(),
        Counts.read(in),
        in.varint(),
        in.i64(),
        Notices.read(in),
        Values.read(in),
        "");
  }
}
