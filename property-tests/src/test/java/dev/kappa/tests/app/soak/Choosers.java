package dev.kappa.tests.app.soak;

import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Messages of two producers, one of which sends by a choice, received by a choice. */
final class Choosers {
  private static final Duration RECEIVER_PATIENCE = Duration.ofMillis(60);
  private static final Duration SENDER_PATIENCE = Duration.ofMillis(25);

  private Choosers() {}

  /** What was received, in order; how often nothing was; and the steps between. */
  record Chosen(List<String> messages, int idle, List<Done> done) {
    Chosen plus(String message, Done step) {
      List<String> more = new ArrayList<>(messages);
      more.add(message);
      List<Done> steps = new ArrayList<>(done);
      steps.add(step);
      return new Chosen(List.copyOf(more), idle, List.copyOf(steps));
    }

    Chosen waited() {
      return new Chosen(messages, idle + 1, done);
    }
  }

  private record Ways(Channel<String> left, Channel<String> right) {}

  static Task<Chosen> choose(Job job) {
    return Task.<String>channel(job.width() - 1)
        .and(Task.<String>channel(0))
        .then((left, right) -> run(job, new Ways(left, right)));
  }

  private static Task<Chosen> run(Job job, Ways ways) {
    return Task.spawn(() -> send(job, ways.left()))
        .also(sender -> Task.spawn(() -> offer(job, ways.right())))
        .then(sender -> receive(job, ways));
  }

  private static Task<Integer> send(Job job, Channel<String> to) {
    return Task.iterate(
        0,
        n ->
            n == job.size()
                ? Task.value(Loop.done(n))
                : to.send("left:" + n).map(sent -> Loop.again(n + 1)));
  }

  /** A message that nobody takes in time is taken back, and offered again. */
  private static Task<Integer> offer(Job job, Channel<String> to) {
    return Task.iterate(
        0, n -> n == job.size() ? Task.value(Loop.done(n)) : offer(to, "right:" + n, n));
  }

  private static Task<Loop<Integer, Integer>> offer(Channel<String> to, String message, int n) {
    return Task.select(
        Task.onSent(to, message, () -> Task.value(Loop.<Integer, Integer>again(n + 1))),
        Task.on(Task.after(SENDER_PATIENCE), () -> Task.value(Loop.<Integer, Integer>again(n))));
  }

  private static Task<Chosen> receive(Job job, Ways ways) {
    return Task.iterate(
        new Chosen(List.of(), 0, List.of()),
        got ->
            got.messages().size() == 2 * job.size()
                ? Task.value(Loop.done(got))
                : next(job, ways, got));
  }

  private static Task<Loop<Chosen, Chosen>> next(Job job, Ways ways, Chosen got) {
    return Task.select(
        Task.on(ways.left(), message -> take(job, got, message)),
        Task.on(ways.right(), message -> take(job, got, message)),
        Task.on(
            Task.after(RECEIVER_PATIENCE),
            () -> Task.value(Loop.<Chosen, Chosen>again(got.waited()))));
  }

  private static Task<Loop<Chosen, Chosen>> take(Job job, Chosen got, String message) {
    return Task.step("take", () -> Trace.mark(job, "take:" + message, got.messages().size()))
        .map(done -> Loop.again(got.plus(message, done)));
  }
}
