package dev.kappa.testkit;

import dev.kappa.wire.Next;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is told of a run. */
final class Text {
  private Text() {}

  /** {@return such as {@code 1d2h3.5s}} */
  static String time(Duration time) {
    long days = time.toDays();
    Duration rest = time.minusDays(days);
    String hours = rest.toString().substring(2).toLowerCase(Locale.ROOT);
    return days == 0 ? hours : days + "d" + (rest.isZero() ? "" : hours);
  }

  /** {@return where a task stands} */
  static String of(Next next) {
    return switch (next) {
      case Next.Holding n -> "it goes on";
      case Next.Results n -> "it goes on";
      case Next.Chosen n -> "it goes on";
      case Next.Json n -> "it goes on";
      case Next.Enter n -> "it begins";
      case Next.Raising n -> "it goes on with an error: " + n.failure().message();
      case Next.Parked n -> "it can't go on: " + n.failure().message();
      case Next.Completed n -> "it has ended";
      case Next.Failed n -> "it has failed: " + n.failure().code() + " " + n.failure().message();
      case Next.Permit n -> "it is a permit of limit '" + n.limit().name() + "', " + n.stage();
      case Next.Tell n -> "run " + n.run() + " is to have the signal '" + n.signal() + "'";
      case Next.Elsewhere n -> "it is run " + n.run() + " of workflow '" + n.workflow() + "'";
      case Next.Wait n -> "it waits for " + waits(n);
    };
  }

  /** {@return what it waits for} */
  static String waits(Next.Wait wait) {
    return switch (wait) {
      case Next.Await n -> "task " + n.future();
      case Next.AwaitAll n -> n.futures().size() + " tasks";
      case Next.Receive n -> "a message in channel " + n.channel();
      case Next.Send n -> "room in channel " + n.channel();
      case Next.Sleep n -> "a time";
      case Next.Signal n -> "signal '" + n.name() + "'";
      case Next.EndScope n -> "the tasks of its scope";
      case Next.Select n ->
          n.sources().stream()
              .map(Text::waits)
              .collect(Collectors.joining(", or ", n.otherwise() ? "nothing, or " : "", ""));
    };
  }
}
