package dev.kappa;

/**
 * Lets tasks wait for each other, again and again: each time that so many have come, all of them go
 * on. Can be held in any value and passed to any task of the run.
 *
 * @param parties how many come
 * @param round who has come, and where they wait, as the one message
 */
public record Barrier(int parties, Channel<Round> round) {
  /**
   * Those who wait.
   *
   * @param come how many have come
   * @param gate closed when all have
   */
  public record Round(int come, Channel<Void> gate) {}

  /**
   * {@return a task that makes one}
   *
   * @param parties how many come, at least 1
   */
  public static Task<Barrier> create(int parties) {
    Arguments.between("parties", parties, 1, Integer.MAX_VALUE);
    return Task.<Round>channel(1)
        .also(round -> Task.<Void>channel(0).then(gate -> round.send(new Round(0, gate))))
        .map(round -> new Barrier(parties, round));
  }

  /**
   * Comes, and waits for the others. No worker runs meanwhile. One that is cancelled while it waits
   * has come all the same.
   *
   * <pre>{@code
   * Barrier.create(2)
   *     .then(barrier -> Task.spawnAll(List.of(1, 2), n -> barrier.await()))
   *     .then(Task::awaitAll)
   *     .map(all -> all.size())
   * }</pre>
   */
  public Task<Void> await() {
    return Task.using(round.receive(), now -> Task.value(now.gate()), this::come)
        .then(gate -> gate.next())
        .then(() -> Task.done());
  }

  private Task<Void> come(Round now) {
    return now.come() + 1 < parties
        ? round.send(new Round(now.come() + 1, now.gate()))
        : Task.<Void>channel(0)
            .then(gate -> round.send(new Round(0, gate)))
            .then(() -> now.gate().close());
  }
}
