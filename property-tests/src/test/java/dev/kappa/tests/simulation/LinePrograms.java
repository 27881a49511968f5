package dev.kappa.tests.simulation;

import dev.kappa.Channel;
import dev.kappa.Task;
import java.util.ArrayList;
import java.util.List;

/** Tasks that block one after the other, and are served in that order. */
final class LinePrograms {
  private LinePrograms() {}

  /** Receivers that block one after the other, and are served in that order. */
  static Program receiversInLine(int count) {
    Task<?> task =
        Task.<String>channel(1)
            .then(
                channel ->
                    Task.spawnAll(Programs.range(count), i -> after(i + 1, channel.receive()))
                        .and(
                            futures ->
                                after(
                                    count + 1,
                                    Task.forEach(
                                        Programs.range(count), i -> channel.send("m" + i))))
                        .then((futures, sent) -> ChannelPrograms.all(futures)));
    return Programs.program("receivers in line " + count, task, Programs.names(count));
  }

  /** Senders that block one after the other, and are admitted in that order. */
  static Program sendersInLine(int count, int capacity) {
    Task<?> task =
        Task.<String>channel(capacity)
            .then(
                channel ->
                    Task.spawnAll(Programs.range(count), i -> after(i + 1, channel.send("m" + i)))
                        .then(futures -> after(count + 1, collect(channel, count))));
    return Programs.program(
        "senders in line " + count + " at " + capacity, task, Programs.names(count));
  }

  private static Task<List<String>> collect(Channel<String> channel, int count) {
    return Task.fold(
        Programs.range(count),
        List.<String>of(),
        (got, i) -> channel.receive().map(m -> plus(got, m)));
  }

  private static List<String> plus(List<String> got, String message) {
    List<String> more = new ArrayList<>(got);
    more.add(message);
    return more;
  }

  /** So far apart that even one whose workers are lost again and again blocks before the next. */
  private static <T> Task<T> after(int places, Task<T> task) {
    return Task.sleep(Programs.PLACE.multipliedBy(places)).then(() -> task);
  }
}
