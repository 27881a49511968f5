package dev.kappa;

/**
 * How many of the tasks started by one {@link Task#spawnAll} run at once.
 *
 * <pre>{@code
 * return Task.spawnAll(
 *         items, Fan.atMost(10), item -> Task.step("price", () -> price(item)))
 *     .then(Task::awaitAll);
 * }</pre>
 *
 * @param atMost the bound, at least 1; a task counts from its start to its end, also while it waits
 */
public record Fan(int atMost) {
  /** All at once. */
  public static final Fan UNBOUNDED = new Fan(Integer.MAX_VALUE);

  /** Checks the bound. */
  public Fan {
    Arguments.between("atMost", atMost, 1, Integer.MAX_VALUE);
  }

  /** {@return a bound of {@code n} tasks at once} */
  public static Fan atMost(int n) {
    return new Fan(n);
  }
}
