package dev.kappa.apps.bench;

import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.apps.input.Bounds;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code bench-ping}: the time of a message from a task to another that waits for it.
 * Producers and consumers share one channel. A producer sends a message, and the next when the
 * consumer that got it has answered, by a channel of the producer's own: so no message waits behind
 * another of its producer.
 */
public final class Ping {
  private static final int MOST_TASKS = 1_000;

  private Ping() {}

  /**
   * The input.
   *
   * @param turns how many messages each producer sends, 1 to 1,000,000
   * @param bytes how large each is, 0 to 32,505,856
   * @param producers how many tasks send, 1 to 1,000; 1 if left out
   * @param consumers how many tasks receive, 1 to 1,000; 1 if left out
   */
  public record Input(
      int turns, int bytes, @Nullable Integer producers, @Nullable Integer consumers) {}

  /**
   * The result.
   *
   * @param oneWay from the call of {@code send} until the message is there
   * @param roundTrip until the producer has the answer
   * @param micros how long all messages took together, in microseconds
   */
  public record Result(Latency oneWay, Latency roundTrip, long micros) {}

  /** A message: when it was sent, and where its answer goes. */
  record Ball(long sent, byte[] load, Channel<Long> answers) {}

  /** {@return a task that measures} */
  public static Task<Result> measure(Input input) {
    int turns = (int) Bounds.check("turns", input.turns(), 1, 1_000_000);
    int bytes = (int) Bounds.check("bytes", input.bytes(), 0, Load.MOST);
    int producers = tasks("producers", input.producers());
    int consumers = tasks("consumers", input.consumers());
    return Task.<Ball>channel(producers)
        .and(balls -> Task.spawnAll(Collections.nCopies(consumers, balls), Ping::consume))
        .then(
            (balls, consuming) ->
                Task.step("start", Clock::now)
                    .and(start -> produceAll(producers, turns, bytes, balls))
                    .step("end", (start, trips) -> new Sent((Clock.now() - start) / 1000, trips))
                    .also(sent -> balls.close())
                    .and(sent -> Task.awaitAll(consuming))
                    .map(Ping::result));
  }

  private static int tasks(String field, @Nullable Integer given) {
    return given == null ? 1 : (int) Bounds.check(field, given, 1, MOST_TASKS);
  }

  /** What the producers have measured. */
  record Sent(long micros, List<Histogram> trips) {}

  private static Result result(Sent sent, List<Histogram> ways) {
    return new Result(
        Histogram.sum(ways).latency(), Histogram.sum(sent.trips()).latency(), sent.micros());
  }

  private static Task<List<Histogram>> produceAll(
      int producers, int turns, int bytes, Channel<Ball> balls) {
    return Task.spawnAll(Collections.nCopies(producers, balls), each -> produce(turns, bytes, each))
        .then(Task::awaitAll);
  }

  private static Task<Histogram> produce(int turns, int bytes, Channel<Ball> balls) {
    return Task.<Long>channel(1)
        .then(
            answers ->
                Task.iterate(
                    Histogram.EMPTY,
                    (Histogram times) -> send(times, turns, bytes, balls, answers)));
  }

  private static Task<Loop<Histogram, Histogram>> send(
      Histogram times, int turns, int bytes, Channel<Ball> balls, Channel<Long> answers) {
    byte[] load = Load.of(bytes, times.samples());
    return balls
        .send(new Ball(Clock.now(), load, answers))
        .then(() -> answers.receive())
        .map(sent -> times.add(Clock.now() - sent))
        .map(more -> more.samples() < turns ? Loop.again(more) : Loop.done(more));
  }

  /** {@return a task that gives the times of all messages that it received} */
  static Task<Histogram> consume(Channel<Ball> balls) {
    return Task.iterate(
        Histogram.EMPTY,
        (Histogram times) ->
            balls
                .next()
                .then(
                    ball ->
                        ball.isEmpty()
                            ? Task.value(Loop.done(times))
                            : answer(times.add(Clock.now() - ball.get().sent()), ball.get())));
  }

  private static Task<Loop<Histogram, Histogram>> answer(Histogram times, Ball ball) {
    return ball.answers().send(ball.sent()).map(sent -> Loop.again(times));
  }
}
