package dev.kappa.wire;

import java.util.List;

/**
 * What is left of a task, told as the difference to the commit before.
 *
 * @param keep how many of the lowest frames stay
 * @param push the frames above them, lowest first
 * @param next what the topmost frame is given, or waits for
 * @param created how many tasks and channels the task has created
 * @param steps how many steps it has finished
 * @param extent in what it stands
 * @param cancelled whether it has already been told that it is cancelled
 */
public record Continuation(
    int keep,
    List<Payload> push,
    Next next,
    long created,
    long steps,
    Extent extent,
    boolean cancelled) {
  /** Checks and copies. */
  public Continuation {
    if (keep < 0 || created < 0 || steps < 0) {
      throw new MalformedMessageException(
          "continuation: keep=%d, created=%d, steps=%d (expected: all >= 0)"
              .formatted(keep, created, steps));
    }
    push = List.copyOf(push);
  }

  /** {@return where a task stands that was given to a worker, but for what it goes on with} */
  public static Continuation at(Assignment task, Next next) {
    return of(task, task.depth(), List.of(), next);
  }

  /** {@return the continuation in which the step that {@code task} is at has not begun} */
  public static Continuation before(Assignment task) {
    return of(task, task.depth() - 1, List.of(task.top().getLast()), task.next());
  }

  private static Continuation of(Assignment task, int keep, List<Payload> push, Next next) {
    return new Continuation(
        keep, push, next, task.created(), task.steps(), task.extent(), task.cancelled());
  }

  /** {@return how many frames it has} */
  public int depth() {
    return keep + push.size();
  }

  /** Writes this. */
  public void write(ByteWriter out) {
    out.varint(keep).list(push, ByteWriter::payload);
    Next.write(out, next);
    out.varint(created).varint(steps);
    extent.write(out);
    out.bool(cancelled);
  }

  /** Reads one. */
  public static Continuation read(ByteReader in) {
    return new Continuation(
        in.count(),
        in.list(ByteReader::payload),
        Next.read(in),
        in.varint(),
        in.varint(),
        Extent.read(in),
        in.bool());
  }
}
