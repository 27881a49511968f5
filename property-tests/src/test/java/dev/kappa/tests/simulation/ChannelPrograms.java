package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.error.KappaException;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Tasks that talk through channels. */
final class ChannelPrograms {
  private ChannelPrograms() {}

  /** Producers and consumers at one channel; nothing is lost, doubled, or overtaken. */
  static Program queue(int producers, int items, int consumers, int capacity) {
    Task<?> task =
        Task.<String>channel(capacity)
            .then(
                channel ->
                    Task.spawnAll(Programs.range(consumers), i -> drain(channel))
                        .and(drained -> fillAll(channel, producers, items))
                        .then((drained, nothing) -> channel.close().then(() -> all(drained))));
    String name = "queue of " + capacity + ", " + producers + "*" + items + " to " + consumers;
    return new Program(name, task, result -> checkQueue(result, producers, items));
  }

  static <T> Task<List<T>> all(List<TaskFuture<T>> futures) {
    return Task.awaitAll(futures);
  }

  private static Task<List<Void>> fillAll(Channel<String> channel, int producers, int items) {
    return Task.spawnAll(Programs.range(producers), p -> fill(channel, p, items))
        .then(Task::awaitAll);
  }

  private static Task<Void> fill(Channel<String> channel, int producer, int items) {
    return Task.forEach(
        Programs.range(items),
        i ->
            i % 2 == 0
                ? channel.send(producer + "-" + i)
                : Task.step("make", () -> producer + "-" + i).then(made -> channel.send(made)));
  }

  private static Task<List<String>> drain(Channel<String> channel) {
    return Task.iterate(
        List.<String>of(), got -> channel.next().map(message -> drained(got, message)));
  }

  static Loop<List<String>, List<String>> drained(List<String> got, Option<String> message) {
    if (message.isEmpty()) {
      return Loop.done(got);
    }
    List<String> more = new ArrayList<>(got);
    more.add(message.get());
    return Loop.again(more);
  }

  static void checkQueue(String result, int producers, int items) {
    List<String> everything = new ArrayList<>();
    for (String consumer : result.substring(1, result.length() - 1).split("(?<=\\]), ", -1)) {
      String inner = consumer.substring(1, consumer.length() - 1);
      List<String> got = inner.isEmpty() ? List.of() : List.of(inner.split(", ", -1));
      everything.addAll(got);
      for (int p = 0; p < producers; p++) {
        String prefix = p + "-";
        List<String> of = got.stream().filter(item -> item.startsWith(prefix)).toList();
        assertThat(of).as("in their order").isEqualTo(of.stream().sorted().toList());
      }
    }
    List<String> expected = new ArrayList<>();
    Programs.range(producers)
        .forEach(p -> Programs.range(items).forEach(i -> expected.add(p + "-" + i)));
    assertThat(everything).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** A number in a channel that tasks take out and put back, one more. */
  static Program counter(int tasks, int times) {
    Task<Integer> task =
        Task.<Integer>channel(1)
            .then(
                channel ->
                    channel
                        .send(0)
                        .then(
                            () ->
                                Task.spawnAll(Programs.range(tasks), i -> increase(channel, times)))
                        .then(Task::awaitAll)
                        .then(() -> channel.receive()));
    return Programs.program("counter " + tasks + "*" + times, task, tasks * times);
  }

  private static Task<Void> increase(Channel<Integer> channel, int times) {
    return Task.forEach(
        Programs.range(times), i -> channel.receive().then(n -> channel.send(n + 1)));
  }

  /** Two tasks that hand a number to each other; no message is ever in a channel. */
  static Program pingPong(int rounds) {
    Task<Integer> task =
        Task.<Integer>channel(0)
            .and(ping -> Task.<Integer>channel(0))
            .then(
                (ping, pong) ->
                    Task.spawn(() -> answer(ping, pong, rounds))
                        .then(other -> serve(ping, pong, rounds)));
    return Programs.program("ping-pong " + rounds, task, rounds * (rounds - 1));
  }

  private static Task<Integer> serve(Channel<Integer> ping, Channel<Integer> pong, int rounds) {
    return Task.fold(
        Programs.range(rounds),
        0,
        (sum, i) -> ping.send(i).then(() -> pong.receive()).map(answer -> sum + answer));
  }

  private static Task<Void> answer(Channel<Integer> ping, Channel<Integer> pong, int rounds) {
    return Task.forEach(Programs.range(rounds), i -> ping.receive().then(n -> pong.send(2 * n)));
  }

  /** Children that wait for what nobody sends, and each say so. */
  static Program abandoned(int children) {
    Task<?> task =
        Task.<String>channel(1)
            .then(channel -> Task.spawnAll(Programs.range(children), i -> abandoned(channel)))
            .then(Task::awaitAll);
    return Programs.program(
        "abandoned " + children, task, Collections.nCopies(children, "DEADLOCK"));
  }

  private static Task<String> abandoned(Channel<String> channel) {
    return channel.receive().recover(KappaException.class, e -> Task.value(e.code().name()));
  }

  /** Messages are in a channel when it is closed, and received afterwards. */
  static Program leftInChannel(int messages) {
    Task<?> task =
        Task.<String>channel(messages)
            .then(
                channel ->
                    Task.forEach(Programs.range(messages), i -> channel.send("m" + i))
                        .then(channel::close)
                        .then(() -> drain(channel)));
    return Programs.program("left in channel " + messages, task, Programs.names(messages));
  }
}
