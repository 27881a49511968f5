package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Channel;
import dev.kappa.Checkpoint;
import dev.kappa.Fan;
import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import io.vavr.Function0;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/** Random plans; what they mean, simply calculated; and the same as tasks. */
final class Plans {
  private static final List<Class<? extends RuntimeException>> KINDS =
      List.of(IllegalStateException.class, ArithmeticException.class);

  /** What comes from outside. */
  private static final Map<String, Integer> SIGNALS = Map.of("one", 3, "two", 7);

  /** Nothing that a plan waits for takes so long. */
  private static final Duration LONG = Duration.ofHours(10);

  private Plans() {}

  /** {@return a program with the result that a plain calculation gives} */
  static Program program(Plan plan) {
    String expected = expected(plan);
    return new Program(
        plan.toString(),
        told(plan),
        result -> assertThat(result).isEqualTo(expected),
        Map.of("one", "3", "two", "7"));
  }

  private static String expected(Plan plan) {
    try {
      return Long.toString(value(plan, 1));
    } catch (RuntimeException e) {
      return "failed: " + e.getMessage();
    }
  }

  private static Task<String> told(Plan plan) {
    return task(plan, 1)
        .map(String::valueOf)
        .recover(RuntimeException.class, e -> Task.value("failed: " + e.getMessage()));
  }

  // ---- by chance

  static Plan random(Random random) {
    return random(random, 4);
  }

  static Plan random(Random random, int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return leaf(random);
    }
    Plan one = random(random, depth - 1);
    return switch (random.nextInt(11)) {
      case 0, 1 -> new Plan.Then(one, random(random, depth - 1));
      case 2 -> new Plan.And(one, random(random, depth - 1));
      case 3 -> new Plan.Catch(one, random.nextInt(2), random(random, depth - 1));
      case 4 -> new Plan.Finally(one, random(random, depth - 1));
      case 5 -> new Plan.Turns(random.nextInt(4), one);
      case 6 -> new Plan.Child(one);
      case 7 -> random.nextBoolean() ? new Plan.Scoped(one) : new Plan.Limited(one);
      case 8 -> new Plan.Won(one);
      case 9 -> new Plan.Stopped(safe(one));
      default -> new Plan.Children(random.nextInt(4), 1 + random.nextInt(3), safe(one));
    };
  }

  /** Of several tasks that fail it is not said which one is heard of. */
  private static Plan safe(Plan plan) {
    Plan handler = new Plan.Add(5);
    return new Plan.Catch(new Plan.Catch(plan, 0, handler), 1, handler);
  }

  private static Plan leaf(Random random) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> new Plan.Add(1 + random.nextInt(9));
      case 3 -> new Plan.Throw(random.nextInt(2));
      case 4 -> new Plan.Save(random.nextBoolean());
      case 5 -> new Plan.Pause(random.nextInt(500));
      case 6 -> new Plan.Post(random.nextInt(3));
      case 7 ->
          new Plan.Market(
              1 + random.nextInt(3), 1 + random.nextInt(3), random.nextInt(4), random.nextInt(3));
      case 8 -> new Plan.Heard(random.nextBoolean() ? "one" : "two");
      default -> new Plan.Add(-1);
    };
  }

  // ---- what a plan means

  static long value(Plan plan, long x) {
    return switch (plan) {
      case Plan.Add p -> x + p.n();
      case Plan.Throw p -> raise(p.kind(), x);
      case Plan.Save p -> x;
      case Plan.Pause p -> x;
      case Plan.Post p -> x;
      case Plan.Then p -> value(p.second(), value(p.first(), x));
      case Plan.And p -> {
        long first = value(p.first(), x);
        yield first + value(p.second(), first);
      }
      case Plan.Catch p -> caught(p, x);
      case Plan.Finally p -> ensured(p, x);
      case Plan.Turns p -> {
        long value = x;
        for (int i = 0; i < p.turns(); i++) {
          value = value(p.body(), value);
        }
        yield value;
      }
      case Plan.Child p -> value(p.body(), x);
      case Plan.Children p ->
          items(p.count()).stream().mapToLong(i -> value(p.body(), x + i)).sum();
      case Plan.Market p -> (long) p.sellers() * p.goods() * x;
      case Plan.Heard p -> x + SIGNALS.getOrDefault(p.signal(), 0);
      case Plan.Scoped p -> value(p.body(), x);
      case Plan.Limited p -> value(p.body(), x);
      case Plan.Won p -> value(p.body(), x);
      case Plan.Stopped p -> value(p.body(), x);
    };
  }

  private static long caught(Plan.Catch p, long x) {
    try {
      return value(p.body(), x);
    } catch (RuntimeException e) {
      if (!KINDS.get(p.kind()).isInstance(e)) {
        throw e;
      }
      return value(p.handler(), x);
    }
  }

  private static long ensured(Plan.Finally p, long x) {
    long value;
    try {
      value = value(p.body(), x);
    } catch (RuntimeException first) {
      try {
        value(p.finalizer(), x);
      } catch (RuntimeException second) {
        first.addSuppressed(second);
      }
      throw first;
    }
    value(p.finalizer(), x);
    return value;
  }

  // ---- as tasks

  static Task<Long> task(Plan plan, long x) {
    return switch (plan) {
      case Plan.Add p -> Task.step("add", () -> x + p.n());
      case Plan.Throw p -> Task.step("throw", () -> raise(p.kind(), x));
      case Plan.Save p ->
          Task.checkpoint(p.sync() ? Checkpoint.SYNC : Checkpoint.ASYNC).then(() -> Task.value(x));
      case Plan.Pause p -> Task.sleep(Duration.ofMillis(p.millis())).then(() -> Task.value(x));
      case Plan.Post p -> post(p.capacity(), x);
      case Plan.Then p -> task(p.first(), x).then(y -> task(p.second(), y));
      case Plan.And p -> task(p.first(), x).and(y -> task(p.second(), y)).map(Long::sum);
      case Plan.Catch p ->
          task(p.body(), x).recover(KINDS.get(p.kind()), e -> task(p.handler(), x));
      case Plan.Finally p -> task(p.body(), x).ensure(task(p.finalizer(), x));
      case Plan.Turns p -> turns(p, x);
      case Plan.Child p -> Task.spawn(() -> task(p.body(), x)).then(TaskFuture::await);
      case Plan.Children p -> children(p, x);
      case Plan.Market p -> market(p, x);
      case Plan.Heard p -> Task.signal(p.signal(), Integer.class).await().map(n -> x + n);
      case Plan.Scoped p ->
          Task.scope(() -> Task.spawn(() -> Task.sleep(LONG)).then(() -> task(p.body(), x)));
      case Plan.Limited p -> task(p.body(), x).timeout(LONG);
      case Plan.Won p -> won(p, x);
      case Plan.Stopped p -> stopped(p, x);
    };
  }

  /** The state of a loop. */
  record Turn(int left, long value) {}

  private static Task<Long> turns(Plan.Turns p, long x) {
    return Task.iterate(
        new Turn(p.turns(), x),
        turn ->
            turn.left() == 0
                ? Task.value(Loop.done(turn.value()))
                : task(p.body(), turn.value()).map(y -> Loop.again(new Turn(turn.left() - 1, y))));
  }

  private static Task<Long> children(Plan.Children p, long x) {
    return Task.spawnAll(items(p.count()), Fan.atMost(p.atMost()), item -> task(p.body(), x + item))
        .then(Task::awaitAll)
        .map(Plans::sum);
  }

  private static Task<Long> post(int capacity, long x) {
    return Task.<Long>channel(capacity)
        .also(channel -> Task.spawn(() -> channel.send(x)))
        .then(Channel::receive);
  }

  private static Task<Long> market(Plan.Market p, long x) {
    return Task.<Long>channel(p.capacity())
        .then(
            channel ->
                Task.spawnAll(items(p.buyers()), i -> buy(channel))
                    .and(buyers -> sell(channel, p.sellers(), p.goods(), x))
                    .then((buyers, sold) -> channel.close().then(() -> Task.awaitAll(buyers))))
        .map(Plans::sum);
  }

  private static Task<List<Void>> sell(Channel<Long> channel, int sellers, int goods, long x) {
    return Task.spawnAll(items(sellers), i -> Task.forEach(items(goods), j -> channel.send(x)))
        .then(Task::awaitAll);
  }

  private static Task<Long> won(Plan.Won p, long x) {
    List<Function0<Task<Long>>> runners =
        List.of(() -> Task.sleep(LONG).then(() -> Task.value(-1L)), () -> task(p.body(), x));
    return Task.race(runners);
  }

  private static Task<Long> stopped(Plan.Stopped p, long x) {
    return Task.<Long>channel(1)
        .then(
            told ->
                Task.scope(
                    () ->
                        Task.spawn(
                                () ->
                                    task(p.body(), x).then(told::send).then(() -> Task.sleep(LONG)))
                            .and(child -> told.receive())
                            .then((child, y) -> child.cancel().then(() -> Task.value(y)))));
  }

  private static Task<Long> buy(Channel<Long> channel) {
    return Task.iterate(
        0L,
        sum ->
            channel
                .next()
                .map(found -> found.isEmpty() ? Loop.done(sum) : Loop.again(sum + found.get())));
  }

  static List<Long> items(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  static long sum(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).sum();
  }

  static long raise(int kind, long x) {
    if (kind == 0) {
      throw new IllegalStateException("at " + x);
    }
    throw new ArithmeticException("of kind " + kind + " at " + x);
  }
}
