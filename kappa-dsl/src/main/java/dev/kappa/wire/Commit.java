package dev.kappa.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * One atomic message of a worker: the task's new continuation with what it asks for. It is applied
 * whole or not at all, and once.
 *
 * @param ref whose it is
 * @param seq the number of this commit within the task, from 1
 * @param base what it builds on: the digest of the attempt's commit before, or what the assignment
 *     says
 * @param next the task's continuation
 * @param operations applied in order
 * @param release whether the worker gives the task back, though it could go on
 */
public record Commit(
    AttemptRef ref,
    long seq,
    long base,
    Continuation next,
    List<Operation> operations,
    boolean release) {
  /** Copies the operations. */
  public Commit {
    operations = List.copyOf(operations);
  }

  /** {@return the digest of the attempt's commits up to this one} */
  public long digest() {
    ByteWriter out = new ByteWriter();
    out.i64(base).varint(seq);
    writeBody(out);
    return digest(out);
  }

  void write(ByteWriter out) {
    ref.write(out);
    out.varint(seq).i64(base);
    writeBody(out);
  }

  private void writeBody(ByteWriter out) {
    next.write(out);
    out.list(operations, (o, operation) -> Operation.write(o, operation)).bool(release);
  }

  static Commit read(ByteReader in) {
    return new Commit(
        AttemptRef.read(in),
        in.varint(),
        in.i64(),
        Continuation.read(in),
        in.list(Operation::read),
        in.bool());
  }

  private static long digest(ByteWriter out) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(out.array(), 0, out.size());
      return new ByteReader(sha.digest()).i64();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
