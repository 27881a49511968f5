package dev.kappa.coordinator.core;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Priority;
import org.jspecify.annotations.Nullable;

/**
 * A run, but for its tasks and channels. It outlives them until its retention time is over.
 *
 * @param workflow the workflow's name
 * @param inputDigest tells another input under the same idempotency key
 * @param code the version of the application's code that it goes on with where that can be had;
 *     empty if none is known
 * @param life how far it is
 * @param counts what it has done so far
 * @param clock its time
 * @param notices what people should know of its tasks
 * @param values what it published, the last one last
 * @param taken the signals that it has had, once it is over; see {@link Format#TAKEN_SIGNALS}
 * @param priority before which other runs' tasks its own are given to workers
 */
public record RunHeader(
    String workflow,
    long inputDigest,
    String code,
    Life life,
    Counts counts,
    Clock clock,
    Notices notices,
    Values values,
    TakenSignals taken,
    Priority priority) {

  /**
   * How far a run is.
   *
   * @param status whether it has ended, and how
   * @param failure if it did not succeed; what it came to if it did is stored apart from this
   * @param startedAt milliseconds since 1970
   * @param endedAt milliseconds since 1970; 0 while it runs
   * @param cancel whether it was asked to end
   */
  public record Life(
      RunStatus status, @Nullable Failure failure, long startedAt, long endedAt, boolean cancel) {
    private void write(ByteWriter out) {
      out.text(status.name()).optional(failure, (o, f) -> f.write(o));
      out.varint(startedAt).varint(endedAt).bool(cancel);
    }

    private static Life read(ByteReader in) {
      return new Life(
          RunStatus.valueOf(in.text()),
          in.optional(Failure::read),
          in.varint(),
          in.varint(),
          in.bool());
    }
  }

  /**
   * The time of a run.
   *
   * @param now the latest time that it was told, milliseconds since 1970: its time never goes back
   * @param wake when it needs attention; see {@code Change.Wake}
   */
  public record Clock(long now, long wake) {}

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

  /**
   * {@return whether nothing of the run goes on any more: then this and its result are all of it}
   */
  public boolean over() {
    return status().ended() && counts.open() == 0;
  }

  /** {@return that of something of whose priority nothing is said} */
  static RunHeader start(String workflow, long inputDigest, String code, long now) {
    return start(workflow, inputDigest, code, Priority.NONE, now);
  }

  static RunHeader start(
      String workflow, long inputDigest, String code, Priority priority, long now) {
    return new RunHeader(
        workflow,
        inputDigest,
        code,
        new Life(RunStatus.RUNNING, null, now, 0, false),
        new Counts(0, 0, 0, 0, 0, 0),
        new Clock(now, -1),
        Notices.NONE,
        Values.NONE,
        TakenSignals.NONE,
        priority);
  }

  /** {@return how far it is} */
  public RunStatus status() {
    return life.status;
  }

  /** {@return why it did not succeed} */
  public @Nullable Failure failure() {
    return life.failure;
  }

  /** {@return when it was started, in milliseconds since 1970} */
  public long startedAt() {
    return life.startedAt;
  }

  /** {@return when it ended, in milliseconds since 1970; 0 while it runs} */
  public long endedAt() {
    return life.endedAt;
  }

  /** {@return whether it was asked to end} */
  public boolean cancel() {
    return life.cancel;
  }

  /** {@return the latest time that it was told, in milliseconds since 1970} */
  public long now() {
    return clock.now;
  }

  /** {@return when it needs attention} */
  public long wake() {
    return clock.wake;
  }

  RunHeader with(Counts other) {
    return new RunHeader(
        workflow, inputDigest, code, life, other, clock, notices, values, taken, priority);
  }

  RunHeader with(Notices other) {
    return new RunHeader(
        workflow, inputDigest, code, life, counts, clock, other, values, taken, priority);
  }

  RunHeader with(Values other) {
    return new RunHeader(
        workflow, inputDigest, code, life, counts, clock, notices, other, taken, priority);
  }

  RunHeader times(long now, long wake) {
    Clock other = new Clock(now, wake);
    return new RunHeader(
        workflow, inputDigest, code, life, counts, other, notices, values, taken, priority);
  }

  private RunHeader with(Life other) {
    return new RunHeader(
        workflow, inputDigest, code, other, counts, clock, notices, values, taken, priority);
  }

  RunHeader cancelled() {
    return with(new Life(life.status, life.failure, life.startedAt, life.endedAt, true));
  }

  RunHeader ended(RunStatus status, @Nullable Failure failure, long at) {
    return with(new Life(status, failure, life.startedAt, at, life.cancel));
  }

  private RunHeader with(Priority other) {
    return new RunHeader(
        workflow, inputDigest, code, life, counts, clock, notices, values, taken, other);
  }

  /** {@return the same, to go on with another version of the code} */
  RunHeader pinned(String other) {
    return new RunHeader(
        workflow, inputDigest, other, life, counts, clock, notices, values, taken, priority);
  }

  /** {@return the same, with the signals that it has had} */
  RunHeader with(TakenSignals signals) {
    return new RunHeader(
        workflow, inputDigest, code, life, counts, clock, notices, values, signals, priority);
  }

  byte[] toBytes(Format format) {
    ByteWriter out = format.begin(256);
    out.text(workflow).i64(inputDigest);
    life.write(out);
    counts.write(out);
    out.varint(clock.now).i64(clock.wake);
    notices.write(out);
    values.write(out);
    if (format.has(Format.LOST_ATTEMPTS)) {
      out.varint(counts.lost);
    }
    if (format.has(Format.CODE_VERSION)) {
      out.text(code);
    }
    if (format.has(Format.TAKEN_SIGNALS)) {
      taken.write(out);
    }
    if (format.has(Format.PRIORITIES)) {
      priority.write(out);
    }
    return out.toBytes();
  }

  /** Reads a stored header. */
  public static RunHeader read(byte[] bytes) {
    return Entities.read(bytes, in -> read(Format.of(bytes), in));
  }

  private static RunHeader read(Format format, ByteReader in) {
    RunHeader header = oldest(in);
    if (format.has(Format.LOST_ATTEMPTS)) {
      header = header.with(header.counts.withLost(in.varint()));
    }
    if (format.has(Format.CODE_VERSION)) {
      header = header.pinned(in.text());
    }
    if (format.has(Format.TAKEN_SIGNALS)) {
      header = header.with(TakenSignals.read(in));
    }
    return format.has(Format.PRIORITIES) ? header.with(Priority.read(in)) : header;
  }

  /** What all formats have. */
  private static RunHeader oldest(ByteReader in) {
    return new RunHeader(
        in.text(),
        in.i64(),
        "",
        Life.read(in),
        Counts.read(in),
        new Clock(in.varint(), in.i64()),
        Notices.read(in),
        Values.read(in),
        TakenSignals.NONE,
        Priority.NONE);
  }
}
