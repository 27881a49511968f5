package dev.kappa.apps.bench;

import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.StepContext;
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

  /** {@return a task that measures; it gives the times of the way back} */
  public static Task<Latency> measure(Input input) {
    int turns = (int) Bounds.check("turns", input.turns(), 1, 1_000_000);
    int bytes = (int) Bounds.check("bytes", input.bytes(), 0, 1_000_000);
    return Task.<Ball>channel(1)
        .and(there -> Task.<Ball>channel(1))
        .and((there, back) -> Task.spawn(() -> partner(turns, there, back)))
        .also((there, back, partner) -> serve(turns, new byte[bytes], there, back))
        .then((there, back, partner) -> partner.await())
        .step("report", done -> Recorder.take(StepContext.current().runId()));
  }

  private static Task<Void> serve(int turns, byte[] load, Channel<Ball> there, Channel<Ball> back) {
    return Task.context()
        .then(
            me ->
                Task.iterate(
                    1,
                    turn ->
                        there
                            .send(new Ball(Clock.now(), load))
                            .then(() -> back.receive())
                            .map(ball -> received(me.runId(), ball, turn, turns))));
  }

  /** Not only computes: what it leaves in memory may be lost, and is only measured. */
  private static Loop<Integer, Void> received(String run, Ball ball, int turn, int turns) {
    Recorder.add(run, turns, ball.age());
    return turn < turns ? Loop.again(turn + 1) : Loop.done();
  }

  private static Task<Void> partner(int turns, Channel<Ball> there, Channel<Ball> back) {
    return Task.iterate(
        1,
        turn ->
            there
                .receive()
                .then(ball -> back.send(ball.again()))
                .map(sent -> turn < turns ? Loop.again(turn + 1) : Loop.done()));
  }
}
