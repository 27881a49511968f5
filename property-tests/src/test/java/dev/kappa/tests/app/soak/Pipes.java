package dev.kappa.tests.app.soak;

import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Producers, one task that hands on, and consumers, with a channel before and one behind it. */
final class Pipes {
  /** One message in so many is made by a step. */
  private static final int STEP_EACH = 4;

  private Pipes() {}

  /** The {@code number}th message of a producer, and the step that made it, if any. */
  record Numbered(int producer, int number, Option<Done> made) {}

  /** What each consumer got, in its order. */
  record Received(List<List<String>> messages, List<Done> done, int handedOn) {}

  private record Line(Channel<Numbered> before, Channel<Numbered> behind) {}

  static Task<Received> pipe(Job job) {
    return Task.<Numbered>channel(job.width() - 1)
        .and(Task.<Numbered>channel(job.width()))
        .then((before, behind) -> run(job, new Line(before, behind)));
  }

  private static Task<Received> run(Job job, Line line) {
    return Task.spawnAll(numbers(job.width()), p -> produce(job, p, line.before()))
        .and(producers -> Task.spawn(() -> handOn(line)))
        .and((producers, middle) -> Task.spawnAll(numbers(job.width()), c -> consume(line)))
        .then((producers, middle, consumers) -> finish(line, producers, middle, consumers));
  }

  private static List<Integer> numbers(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static Task<Received> finish(
      Line line,
      List<TaskFuture<Void>> producers,
      TaskFuture<Integer> middle,
      List<TaskFuture<List<Numbered>>> consumers) {
    return Task.awaitAll(producers)
        .then(() -> line.before().close())
        .then(() -> middle.await())
        .also(count -> line.behind().close())
        .and(count -> Task.awaitAll(consumers))
        .map(Pipes::received);
  }

  private static Received received(int handedOn, List<List<Numbered>> lists) {
    List<Done> done = new ArrayList<>();
    List<List<String>> texts = new ArrayList<>();
    for (List<Numbered> list : lists) {
      texts.add(list.stream().map(m -> m.producer() + ":" + m.number()).toList());
      list.forEach(m -> m.made().forEach(done::add));
    }
    return new Received(texts, done, handedOn);
  }

  private static Task<Void> produce(Job job, int producer, Channel<Numbered> to) {
    return Task.forEach(
        numbers(job.size()), number -> make(job, producer, number).then(m -> to.send(m)));
  }

  private static Task<Numbered> make(Job job, int producer, int number) {
    if (number % STEP_EACH != 0) {
      return Task.value(new Numbered(producer, number, Option.none()));
    }
    String what = "made:" + producer + ":" + number;
    return Task.step("make", () -> Trace.mark(job, what, number / STEP_EACH))
        .map(done -> new Numbered(producer, number, Option.some(done)));
  }

  private static Task<Integer> handOn(Line line) {
    return Task.iterate(0, count -> line.before().next().then(m -> handOn(line, count, m)));
  }

  private static Task<Loop<Integer, Integer>> handOn(
      Line line, int count, Option<Numbered> message) {
    if (message.isEmpty()) {
      return Task.value(Loop.done(count));
    }
    return line.behind().send(message.get()).map(sent -> Loop.again(count + 1));
  }

  private static Task<List<Numbered>> consume(Line line) {
    return Task.iterate(
        List.<Numbered>of(), got -> line.behind().next().map(message -> add(got, message)));
  }

  private static Loop<List<Numbered>, List<Numbered>> add(
      List<Numbered> got, Option<Numbered> message) {
    if (message.isEmpty()) {
      return Loop.done(got);
    }
    List<Numbered> more = new ArrayList<>(got);
    more.add(message.get());
    return Loop.again(List.copyOf(more));
  }
}
