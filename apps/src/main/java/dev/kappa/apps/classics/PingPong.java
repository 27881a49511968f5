package dev.kappa.apps.classics;

import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.apps.input.Bounds;

/** Workflow {@code ping-pong}: a ball goes to and fro between two tasks. */
public final class PingPong {
  private PingPong() {}

  /**
   * The workflow's input.
   *
   * @param hits how often the ball is sent, 2 to 1,000,000; one less if that is odd
   * @param capacity of the two channels, 0 to 1000; with 0 a send waits for its receiver
   */
  public record Input(int hits, int capacity) {}

  /** {@return a task that gives how often the ball was hit} */
  public static Task<Integer> play(Input input) {
    int turns = (int) Bounds.check("hits", input.hits(), 2, 1_000_000) / 2;
    int capacity = (int) Bounds.check("capacity", input.capacity(), 0, 1000);
    return Task.<Integer>channel(capacity)
        .and(there -> Task.<Integer>channel(capacity))
        .also((there, back) -> Task.spawn(() -> answer(there, back)))
        .then((there, back) -> serve(2 * turns, there, back));
  }

  private static Task<Integer> serve(int hits, Channel<Integer> there, Channel<Integer> back) {
    return Task.iterate(
            0,
            (Integer ball) ->
                there
                    .send(ball + 1)
                    .then(() -> back.receive())
                    .map(hit -> hit < hits ? Loop.again(hit) : Loop.done(hit)))
        .also(hit -> there.close());
  }

  private static Task<Void> answer(Channel<Integer> there, Channel<Integer> back) {
    return Task.iterate(
        0,
        turn ->
            there
                .next()
                .then(
                    ball ->
                        ball.isEmpty()
                            ? Task.value(Loop.done())
                            : back.send(ball.get() + 1).map(sent -> Loop.again(turn + 1))));
  }
}
