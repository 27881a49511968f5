package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Case;
import dev.kappa.Channel;
import dev.kappa.ChannelClosedException;
import dev.kappa.Loop;
import dev.kappa.Signal;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.TimedOutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tasks that wait for several things, or not for ever. */
final class ChoicePrograms {
  private static final Duration SOON = Duration.ofMillis(400);

  private ChoicePrograms() {}

  /** Producers with a channel each; one task takes what comes first, and sometimes nothing does. */
  static Program gathering(int producers, int items, int capacity) {
    Task<?> task =
        Task.fold(
                Programs.range(producers),
                List.<Channel<String>>of(),
                (all, i) -> Task.<String>channel(capacity).map(c -> more(all, c)))
            .also(all -> Task.spawnAll(Programs.range(producers), p -> fill(all.get(p), p, items)))
            .then(
                all -> Task.iterate(List.<String>of(), got -> gather(all, got, producers * items)))
            .map(List::of);
    String name = "gathering of %d*%d from channels of %d".formatted(producers, items, capacity);
    return new Program(name, task, result -> ChannelPrograms.checkQueue(result, producers, items));
  }

  private static Task<Void> fill(Channel<String> channel, int producer, int items) {
    List<String> all = Programs.range(items).stream().map(i -> producer + "-" + i).toList();
    return producer % 2 == 0 ? channel.sendAll(all) : Task.forEach(all, channel::send);
  }

  private static Task<Loop<List<String>, List<String>>> gather(
      List<Channel<String>> channels, List<String> got, int wanted) {
    if (got.size() == wanted) {
      return Task.value(Loop.done(got));
    }
    List<Case<Loop<List<String>, List<String>>>> cases = new ArrayList<>();
    for (Channel<String> channel : channels) {
      cases.add(Task.on(channel, message -> Task.value(Loop.again(more(got, message)))));
    }
    cases.add(Task.on(Task.after(SOON), () -> Task.value(Loop.again(got))));
    return Task.select(cases);
  }

  /** Senders and receivers that lose patience, at a channel without room. */
  static Program impatient(int senders, int items, int receivers) {
    Task<?> task =
        Task.<String>channel(0)
            .then(
                c ->
                    Task.spawnAll(Programs.range(receivers), i -> drain(c))
                        .and(
                            drained ->
                                Task.spawnAll(Programs.range(senders), s -> offerAll(c, s, items))
                                    .then(Task::awaitAll))
                        .then((drained, sent) -> c.close().then(() -> Task.awaitAll(drained))));
    String name = "impatient %d*%d to %d".formatted(senders, items, receivers);
    return new Program(name, task, result -> ChannelPrograms.checkQueue(result, senders, items));
  }

  private static Task<Void> offerAll(Channel<String> channel, int sender, int items) {
    return Task.forEach(
        Programs.range(items),
        i ->
            Task.iterate(
                0,
                turn ->
                    Task.<Loop<Integer, Void>>select(
                        Task.onSent(channel, sender + "-" + i, () -> Task.value(Loop.done())),
                        Task.on(Task.after(SOON), () -> Task.value(Loop.again(turn + 1))))));
  }

  private static Task<List<String>> drain(Channel<String> channel) {
    return Task.iterate(
        List.<String>of(),
        got ->
            channel
                .receive()
                .timeout(SOON)
                .<Loop<List<String>, List<String>>>map(message -> Loop.again(more(got, message)))
                .recover(TimedOutException.class, e -> Task.value(Loop.again(got)))
                .recover(ChannelClosedException.class, e -> Task.value(Loop.done(got))));
  }

  private static <T> List<T> more(List<T> all, T one) {
    List<T> more = new ArrayList<>(all);
    more.add(one);
    return more;
  }

  /** What is sure to take longer than it may, and what may be in time; all clean up. */
  static Program limited(List<Integer> millis, int limit) {
    Task<?> task =
        Task.spawnAll(millis, n -> nap(n).timeout(Duration.ofMillis(limit)).map(x -> "in time"))
            .then(
                naps ->
                    Task.fold(
                        naps,
                        List.<String>of(),
                        (all, nap) -> outcome(nap).map(text -> more(all, text))));
    return new Program(
        "limited to %d: %s".formatted(limit, millis),
        task,
        result -> {
          String[] outcomes = result.substring(1, result.length() - 1).split(", ", -1);
          for (int i = 0; i < millis.size(); i++) {
            assertThat(outcomes[i]).isIn("in time", "late");
            if (millis.get(i) > limit) {
              assertThat(outcomes[i]).as("nap of %d ms", millis.get(i)).isEqualTo("late");
            }
          }
        });
  }

  private static Task<Void> nap(int millis) {
    return Task.run("lie down", () -> Journal.add("down"))
        .then(() -> Task.sleep(Duration.ofMillis(millis)))
        .ensure(Task.run("get up", () -> Journal.add("up")));
  }

  private static Task<String> outcome(TaskFuture<String> nap) {
    return nap.await().recover(TimedOutException.class, e -> Task.value("late"));
  }

  /** Waits for what comes from outside, in several tasks, and takes it with what comes first. */
  static Program signalled(int waiters) {
    Signal<Integer> number = Task.signal("number", Integer.class);
    Signal<Integer> other = Task.signal("other", Integer.class);
    Task<?> task =
        Task.spawnAll(Programs.range(waiters), i -> number.await().map(n -> n + i))
            .and(
                futures ->
                    Task.select(
                        Task.on(number, n -> other.await().map(m -> n * m)),
                        Task.on(other, m -> number.await().map(n -> n * m))))
            .then((futures, product) -> Task.awaitAll(futures).map(all -> more(all, product)));
    List<Integer> expected = new ArrayList<>();
    Programs.range(waiters).forEach(i -> expected.add(6 + i));
    expected.add(42);
    return new Program(
        "signalled to " + waiters,
        task,
        result -> assertThat(result).isEqualTo(expected.toString()),
        Map.of("number", "6", "other", "7"));
  }
}
