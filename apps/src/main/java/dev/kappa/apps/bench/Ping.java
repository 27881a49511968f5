package dev.kappa.apps.bench;

import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.apps.input.Bounds;

/** Workflow {@code bench-ping}: the time of a message from a task to another that waits for it. */
public final class Ping {
  private Ping() {}

  /**
   * The input.
   *
   * @param turns how many times the ball goes there and back, 1 to 1,000,000
   * @param bytes how large the ball is, 0 to 1,000,000
   */
  public record Input(int turns, int bytes) {}

  /** What is sent to and fro, and when. */
  record Ball(long sent, byte[] load) {
    Ball again() {
      return new Ball(Clock.now(), load);
    }

    long age() {
      return Clock.now() - sent;
    }
  }

  /** {@return a task that measures; it gives the times of both ways} */
  public static Task<Latency> measure(Input input) {
    int turns = (int) Bounds.check("turns", input.turns(), 1, 1_000_000);
    int bytes = (int) Bounds.check("bytes", input.bytes(), 0, 1_000_000);
    return Task.channel(Ball.class, 1)
        .and(there -> Task.channel(Ball.class, 1))
        .and((there, back) -> Task.spawn(() -> partner(turns, there, back)))
        .and((there, back, partner) -> serve(turns, new byte[bytes], there, back))
        .then((there, back, partner, times) -> partner.await().map(others -> times.add(others)))
        .map(Histogram::latency);
  }

  private static Task<Histogram> serve(
      int turns, byte[] load, Channel<Ball> there, Channel<Ball> back) {
    return Task.iterate(
        Histogram.EMPTY,
        times ->
            there
                .send(new Ball(Clock.now(), load))
                .then(() -> back.receive())
                .map(ball -> next(times.add(ball.age()), turns)));
  }

  private static Task<Histogram> partner(int turns, Channel<Ball> there, Channel<Ball> back) {
    return Task.iterate(
        Histogram.EMPTY,
        times ->
            there
                .receive()
                .map(ball -> new Returned(times.add(ball.age()), ball))
                .also(ball -> back.send(ball.ball().again()))
                .map(ball -> next(ball.times(), turns)));
  }

  record Returned(Histogram times, Ball ball) {}

  private static Loop<Histogram, Histogram> next(Histogram times, int turns) {
    return times.samples() < turns ? Loop.again(times) : Loop.done(times);
  }
}
