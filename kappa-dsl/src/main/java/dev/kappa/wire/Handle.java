package dev.kappa.wire;

/**
 * Names a task or a channel within its run: the number of the task that created it, and how many it
 * had created before. A worker can so name what it creates without asking.
 *
 * @param creator number of the creating task; 0 for the root task's own handle
 * @param index counts what {@code creator} created, from 1; 0 for the root task's own handle
 */
public record Handle(long creator, long index) implements Comparable<Handle> {
  /** The root task of every run. */
  public static final Handle ROOT = new Handle(0, 0);

  /** Checks the ranges. */
  public Handle {
    if (creator < 0 || index < 0) {
      throw new IllegalArgumentException(
          "handle: " + creator + "." + index + " (expected: both >= 0)");
    }
  }

  /** Reads what {@link #toString} wrote. */
  public static Handle parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 1) {
      throw new IllegalArgumentException("handle: " + text + " (expected: like 3.1)");
    }
    return new Handle(
        Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
  }

  @Override
  public int compareTo(Handle other) {
    int byCreator = Long.compare(creator, other.creator);
    return byCreator != 0 ? byCreator : Long.compare(index, other.index);
  }

  @Override
  public String toString() {
    return creator + "." + index;
  }
}
