package dev.kappa.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task handed to a worker.
 *
 * @param ref the attempt
 * @param number the task's number in its run: the creator in the handles of what it creates
 * @param seq the number of the last commit
 * @param base what the first commit builds on: a random number of this attempt
 * @param depth how many frames the continuation has
 * @param top the topmost of them, lowest first; the rest is fetched when it is reached
 * @param next what the topmost frame is given
 * @param created see {@link Continuation}
 * @param steps see {@link Continuation}
 * @param extent see {@link Continuation}
 * @param cancelled see {@link Continuation}
 * @param cancel whether the task is to be cancelled
 * @param workflow the name of the run's workflow
 * @param accepted the edited bodies of lambdas that others stand for
 * @param poison if given: the next step is not run, it fails with this
 */
public record Assignment(
    AttemptRef ref,
    long number,
    long seq,
    long base,
    int depth,
    List<Payload> top,
    Next next,
    long created,
    long steps,
    Extent extent,
    boolean cancelled,
    boolean cancel,
    String workflow,
    List<Rebinding> accepted,
    @Nullable Failure poison) {
  /** Copies the lists. */
  public Assignment {
    top = List.copyOf(top);
    accepted = List.copyOf(accepted);
  }

  /** Of a run in which nothing was accepted. */
  public Assignment(
      AttemptRef ref,
      long number,
      long seq,
      long base,
      int depth,
      List<Payload> top,
      Next next,
      long created,
      long steps,
      Extent extent,
      boolean cancelled,
      boolean cancel,
      String workflow,
      @Nullable Failure poison) {
    this(
        ref, number, seq, base, depth, top, next, created, steps, extent, cancelled, cancel,
        workflow, List.of(), poison);
  }

  void write(ByteWriter out) {
    ref.write(out);
    out.varint(number).varint(seq).i64(base).varint(depth).list(top, ByteWriter::payload);
    Next.write(out, next);
    out.varint(created).varint(steps);
    extent.write(out);
    out.bool(cancelled).bool(cancel).text(workflow);
    out.list(accepted, (o, rebinding) -> rebinding.write(o));
    out.optional(poison, (o, failure) -> failure.write(o));
  }

  static Assignment read(ByteReader in) {
    return new Assignment(
        AttemptRef.read(in),
        in.varint(),
        in.varint(),
        in.i64(),
        in.count(),
        in.list(ByteReader::payload),
        Next.read(in),
        in.varint(),
        in.varint(),
        Extent.read(in),
        in.bool(),
        in.bool(),
        in.text(),
        in.list(Rebinding::read),
        in.optional(Failure::read));
  }
}
