package dev.kappa.wire;

/**
 * One attempt at a task.
 *
 * @param run the run's id
 * @param task the task's handle
 * @param epoch the number of the attempt, from 1
 */
public record AttemptRef(String run, Handle task, long epoch) {
  /** Writes this. */
  public void write(ByteWriter out) {
    out.text(run).handle(task).varint(epoch);
  }

  /** Reads one. */
  public static AttemptRef read(ByteReader in) {
    return new AttemptRef(in.text(), in.handle(), in.varint());
  }

  @Override
  public String toString() {
    return run + "/" + task + "#" + epoch;
  }
}
