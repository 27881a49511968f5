package dev.kappa.tests.simulation;

import dev.kappa.Barrier;
import dev.kappa.Channel;
import dev.kappa.ChannelClosedException;
import dev.kappa.Latch;
import dev.kappa.Lock;
import dev.kappa.Loop;
import dev.kappa.Semaphore;
import dev.kappa.Task;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;

/** Locks, semaphores, latches and barriers, and channels that nobody waits for. */
final class SynchronizerPrograms {
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final Duration LONG = Duration.ofHours(10);

  private SynchronizerPrograms() {}

  /**
   * Tasks that read a number, pause, and write it back one more, each while it holds the lock. If
   * two held it at once, one of their numbers would be lost.
   */
  static Program lock(int tasks, int times) {
    Task<Integer> task =
        Lock.create()
            .and(lock -> register(0))
            .then(
                (lock, register) ->
                    Task.spawnAll(Programs.range(tasks), i -> countUp(lock, register, times))
                        .then(Task::awaitAll)
                        .then(() -> read(register)));
    return Programs.program("lock of " + tasks + "*" + times, task, tasks * times);
  }

  private static Task<Void> countUp(Lock lock, Channel<Integer> register, int times) {
    return Task.forEach(
        Programs.range(times),
        i ->
            lock.with(
                () ->
                    read(register)
                        .also(n -> Task.sleep(SHORT))
                        .then(n -> change(register, -n).then(old -> change(register, n + 1)))));
  }

  /** Tasks that count who is in: never more than there are permits, and in the end nobody. */
  static Program semaphore(int permits, int tasks) {
    Task<String> task =
        Semaphore.create(permits)
            .and(s -> register(0))
            .then(
                (s, in) ->
                    Task.spawnAll(Programs.range(tasks), i -> s.with(() -> visit(in)))
                        .then(Task::awaitAll)
                        .and(read(in))
                        .map(
                            (seen, left) ->
                                crowded(seen, permits) + " too many, " + left + " left"));
    return Programs.program(
        "semaphore of %d for %d".formatted(permits, tasks), task, "0 too many, 0 left");
  }

  private static Task<Integer> visit(Channel<Integer> in) {
    return change(in, 1)
        .also(before -> Task.sleep(SHORT))
        .also(before -> change(in, -1))
        .map(before -> before + 1);
  }

  private static long crowded(List<Integer> seen, int permits) {
    return seen.stream().filter(n -> n > permits).count();
  }

  /** All have come to each round before one goes on from it. */
  static Program barrier(int parties, int rounds) {
    Task<Integer> task =
        Barrier.create(parties)
            .and(barrier -> register(0))
            .then(
                (barrier, come) ->
                    Task.spawnAll(Programs.range(parties), i -> rounds(barrier, come, rounds))
                        .then(Task::awaitAll))
            .map(Programs::total);
    return Programs.program("barrier of %d, %d times".formatted(parties, rounds), task, 0);
  }

  /** {@return in how many rounds one went on too early} */
  private static Task<Integer> rounds(Barrier barrier, Channel<Integer> come, int rounds) {
    return Task.fold(
        Programs.range(rounds),
        0,
        (wrong, round) ->
            change(come, 1)
                .then(() -> barrier.await())
                .then(() -> read(come))
                .map(all -> wrong + (all >= barrier.parties() * (round + 1) ? 0 : 1)));
  }

  /** Nobody passes the latch before it was counted down so often. */
  static Program latch(int count, int waiters) {
    Task<Integer> task =
        Latch.create(count)
            .and(latch -> register(0))
            .then(
                (latch, done) ->
                    Task.spawnAll(Programs.range(waiters), i -> passed(latch, done, count))
                        .also(
                            w ->
                                Task.spawnAll(
                                    Programs.range(count + 1),
                                    i -> change(done, 1).then(() -> latch.countDown()))))
            .then(Task::awaitAll)
            .map(Programs::total);
    return Programs.program("latch of %d for %d".formatted(count, waiters), task, 0);
  }

  private static Task<Integer> passed(Latch latch, Channel<Integer> done, int count) {
    return latch.await().then(() -> read(done)).map(n -> n >= count ? 0 : 1);
  }

  /** Senders that try until there is room, and receivers that try until there is something. */
  static Program polling(int senders, int items, int receivers, int capacity) {
    Task<?> task =
        Task.<String>channel(capacity)
            .and(c -> Latch.create(senders))
            .then(
                (c, sent) ->
                    Task.spawnAll(Programs.range(receivers), i -> take(c))
                        .also(
                            r ->
                                Task.spawnAll(
                                    Programs.range(senders),
                                    s -> offer(c, s, items).then(() -> sent.countDown())))
                        .also(r -> sent.await())
                        .also(r -> c.close()))
            .then(Task::awaitAll);
    String name = "polling %d*%d to %d through %d".formatted(senders, items, receivers, capacity);
    return new Program(name, task, result -> ChannelPrograms.checkQueue(result, senders, items));
  }

  private static Task<Void> offer(Channel<String> channel, int sender, int items) {
    return Task.forEach(
        Programs.range(items),
        i ->
            Task.iterate(
                0,
                turn ->
                    channel
                        .trySend(sender + "-" + i)
                        .also(sent -> sent ? Task.done() : Task.sleep(SHORT))
                        .<Loop<Integer, Void>>map(
                            sent -> sent ? Loop.done() : Loop.again(turn + 1))));
  }

  /** Polls while it finds nothing, and at last takes what it waits for, or hears of the end. */
  private static Task<List<String>> take(Channel<String> channel) {
    return Task.iterate(
        List.<String>of(),
        got ->
            channel
                .tryReceive()
                .recover(ChannelClosedException.class, e -> Task.value(Option.none()))
                .then(found -> found.isEmpty() ? channel.next() : Task.value(found))
                .map(message -> ChannelPrograms.drained(got, message)));
  }

  /** Of several, one of which ends soon: that one's result, whatever the others do. */
  static Program anyOf(int tasks, int quick) {
    Task<Integer> task =
        Task.spawnAll(
                Programs.range(tasks),
                i -> Task.sleep(i == quick ? SHORT : LONG).then(() -> Task.value(i)))
            .then(Task::anyOf);
    return Programs.program("any of " + tasks, task, quick);
  }

  // ---- a number that tasks share

  private static Task<Channel<Integer>> register(int n) {
    return Task.<Integer>channel(1).also(register -> register.send(n));
  }

  private static Task<Integer> read(Channel<Integer> register) {
    return change(register, 0);
  }

  /** {@return what it was before} */
  private static Task<Integer> change(Channel<Integer> register, int by) {
    return register.receive().also(n -> register.send(n + by));
  }

  /** {@return one of the four, by its number, and larger with {@code a} and {@code b}} */
  static Program of(int kind, int a, int b) {
    return switch (kind) {
      case 0 -> lock(1 + a, 1 + b);
      case 1 -> semaphore(1 + a, 1 + 2 * b);
      case 2 -> barrier(1 + a, 1 + b);
      default -> latch(a, 1 + b);
    };
  }
}
