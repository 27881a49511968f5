package dev.kappa.random;

import dev.kappa.Backoff;
import dev.kappa.Channel;
import dev.kappa.Checkpoint;
import dev.kappa.Loop;
import dev.kappa.Retry;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.local.Journal;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** Plans as tasks. */
final class Compiled {
  private Compiled() {}

  /** The state of a loop. */
  record Turn(int left, long value) {}

  static Task<Long> of(Plan plan, long x) {
    return switch (plan) {
      case Plan.Give p -> Task.value(p.n());
      case Plan.Add p -> Task.step("add", () -> add(x, p.n()));
      case Plan.Times p -> Task.value(x).map(y -> y * p.n());
      case Plan.Throw p -> Task.step("throw", () -> raise(p.kind(), x));
      case Plan.Flaky p -> Task.step("flaky", () -> flaky(p, x));
      case Plan.Save p -> Task.checkpoint(Checkpoint.SYNC).then(() -> Task.value(x));
      case Plan.Pause p -> Task.sleep(Duration.ofMillis(p.millis())).then(() -> Task.value(x));
      case Plan.Post p -> post(p.capacity(), x);
      case Plan.Then p -> of(p.first(), x).then(y -> of(p.second(), y));
      case Plan.And p -> of(p.first(), x).and(y -> of(p.second(), y)).map(Long::sum);
      case Plan.Also p -> of(p.main(), x).also(y -> of(p.side(), y));
      case Plan.Late p -> Task.defer(() -> of(p.body(), x));
      case Plan.Catch p -> of(p.body(), x).recover(p.kind().type, e -> handled(p.handler(), e, x));
      case Plan.Finally p -> of(p.body(), x).ensure(of(p.finalizer(), x));
      case Plan.Again p -> of(p.body(), x).retry(policy(p));
      case Plan.Turns p -> turns(p, x);
      case Plan.Fold p -> Task.fold(items(p.items()), x, (sum, item) -> of(p.body(), sum + item));
      case Plan.Each p ->
          Task.forEach(items(p.items()), item -> of(p.body(), x + item)).then(() -> Task.value(x));
      case Plan.Child p -> Task.spawn(() -> of(p.body(), x)).then(TaskFuture::await);
      case Plan.Children p ->
          Task.spawnAll(items(p.count()), item -> of(p.body(), x + item))
              .then(Task::awaitAll)
              .map(Compiled::sum);
    };
  }

  static List<Long> items(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  private static long sum(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).sum();
  }

  private static Retry policy(Plan.Again p) {
    return Retry.times(p.times()).backoff(Backoff.fixed(Duration.ofMillis(p.pauseMillis())));
  }

  private static Task<Long> turns(Plan.Turns p, long x) {
    return Task.iterate(
        new Turn(p.turns(), x),
        turn ->
            turn.left() == 0
                ? Task.value(Loop.done(turn.value()))
                : of(p.body(), turn.value()).map(y -> Loop.again(new Turn(turn.left() - 1, y))));
  }

  private static Task<Long> post(int capacity, long x) {
    return Task.<Long>channel(capacity)
        .also(channel -> Task.spawn(() -> channel.send(x)))
        .then(Channel::receive);
  }

  private static Task<Long> handled(Plan handler, Exception e, long x) {
    return Task.run("handled", () -> Journal.note("handled " + e.getMessage()))
        .then(() -> of(handler, x));
  }

  // ---- the bodies of steps

  static long add(long x, long n) {
    Journal.note(x + " + " + n);
    return x + n;
  }

  static long raise(Plan.Kind kind, long x) throws Exception {
    Journal.note("throws at " + x);
    throw kind.error(kind + " at " + x);
  }

  static long flaky(Plan.Flaky p, long x) {
    int runs = Journal.count("flaky " + p.id());
    if (runs <= p.failures()) {
      throw new IllegalStateException("run " + runs + " at " + x);
    }
    return x + runs;
  }
}
