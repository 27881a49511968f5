package dev.kappa;

/**
 * Lets tasks wait until something has happened so many times. Can be held in any value and passed
 * to any task of the run.
 *
 * @param left how many times are left, as the one message
 * @param open closed when none is
 */
public record Latch(Channel<Integer> left, Channel<Void> open) {
  /**
   * {@return a task that makes one}
   *
   * @param count how many times, 0 or more
   */
  public static Task<Latch> create(int count) {
    Arguments.between("count", count, 0, Integer.MAX_VALUE);
    return Task.<Integer>channel(1)
        .and(left -> Task.<Void>channel(0))
        .map(Latch::new)
        .also(latch -> latch.left.send(count))
        .also(latch -> count == 0 ? latch.open.close() : Task.done());
  }

  /**
   * Says that it has happened once. Does nothing when it has happened often enough. One that is
   * cancelled meanwhile has said so, or not.
   *
   * <pre>{@code
   * Latch.create(2)
   *     .also(latch -> Task.spawnAll(List.of(1, 2), n -> latch.countDown()))
   *     .then(latch -> latch.await())
   * }</pre>
   */
  public Task<Void> countDown() {
    return Task.using(
        left.receive(),
        n -> n == 1 ? open.close() : Task.done(),
        n -> left.send(Math.max(0, n - 1)));
  }

  /** Waits until it has happened often enough. No worker runs meanwhile. */
  public Task<Void> await() {
    return open.next().then(() -> Task.done());
  }
}
