package dev.kappa.tests.app;

import dev.kappa.Channel;
import dev.kappa.Task;
import dev.kappa.Workflows;
import java.util.List;
import java.util.stream.IntStream;

/** Workflows whose tasks are given, and come to, more than fits in an invocation's payload. */
public final class Bulk {
  private Bulk() {}

  /** A long text. */
  public record Letter(String text) {}

  /** {@code n} parts of so many bytes each. */
  public record Parts(int n, int bytes) {}

  static Workflows workflows() {
    return Workflows.of("letter", Letter.class, Bulk::letter)
        .and("results", Parts.class, Bulk::results)
        .and("frames", Parts.class, in -> frames(in.n(), in.bytes()))
        .and("message", Parts.class, Bulk::message)
        .and("answer", Parts.class, in -> Task.value("x".repeat(in.n() * in.bytes())));
  }

  private static Task<Integer> letter(Letter in) {
    return Task.step("read", () -> in.text().length());
  }

  /** All that its children come to is given to it at once. */
  private static Task<Integer> results(Parts in) {
    int bytes = in.bytes();
    List<Integer> numbers = IntStream.range(0, in.n()).boxed().toList();
    return Task.spawnAll(numbers, n -> Task.value("x".repeat(bytes)))
        .then(Task::awaitAll)
        .map(all -> all.stream().mapToInt(String::length).sum());
  }

  /** It has a part in each of its frames while its steps run, and needs all of them in the end. */
  private static Task<Integer> frames(int n, int bytes) {
    return n == 0
        ? Task.step("below", () -> 0).step("below that", sum -> sum)
        : Task.value("x".repeat(bytes))
            .then(text -> frames(n - 1, bytes).map(sum -> sum + text.length()));
  }

  private static Task<Integer> message(Parts in) {
    return Task.<String>channel(1)
        .also(channel -> Task.spawn(() -> send(channel, in)))
        .then(Channel::receive)
        .step("read", String::length);
  }

  private static Task<Void> send(Channel<String> channel, Parts in) {
    return Task.step("write", () -> "x".repeat(in.n() * in.bytes())).then(channel::send);
  }
}
