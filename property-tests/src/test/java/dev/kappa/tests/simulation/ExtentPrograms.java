package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Fan;
import dev.kappa.Task;
import io.vavr.Function0;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Scopes and sagas. */
final class ExtentPrograms {
  private static final Duration LONG = Duration.ofHours(10);

  private ExtentPrograms() {}

  /** Children with children of their own, which end with a scope. */
  static Program scoped(int children, int atMost, int millis) {
    return scoped(children, atMost, millis, false);
  }

  /** As {@link #scoped(int, int, int)}; the only run in its world, of which no history is lost. */
  static Program scopedAlone(int children, int atMost, int millis) {
    return scoped(children, atMost, millis, true);
  }

  private static Program scoped(int children, int atMost, int millis, boolean alone) {
    int checked = alone ? children : 0;
    Task<String> task =
        Task.<String>scope(
            () ->
                Task.spawnAll(Programs.range(children), Fan.atMost(atMost), i -> family(i))
                    .then(() -> Task.sleep(Duration.ofMillis(millis)))
                    .then(() -> Task.value("over")));
    Task<String> noted =
        Task.step("began", Journal::now).then(began -> task.also(x -> soon(began, checked)));
    return Programs.program("scope of %d for %d ms".formatted(children, millis), noted, "over");
  }

  /** What is in the scope has ended, and not by itself. */
  private static Task<Void> soon(long began, int checked) {
    return Task.run(
        "after",
        () -> {
          if (Journal.now() - began > LONG.toMillis()) {
            throw new IllegalStateException("the scope has not ended its children");
          }
          checkClosed(checked);
        });
  }

  private static Task<Void> family(int i) {
    return Task.spawn(() -> guard("grandchild " + i)).then(() -> guard("child " + i));
  }

  private static Task<Void> guard(String who) {
    return Task.run("open", () -> Journal.add("open " + who))
        .then(() -> Task.sleep(LONG))
        .ensure(Task.run("close", () -> Journal.add("closed " + who)));
  }

  /** Demands that what was opened was closed. */
  static void checkClosed(int children) {
    for (int i = 0; i < children; i++) {
      for (String who : List.of("child " + i, "grandchild " + i)) {
        if (Journal.count("open " + who) > 0) {
          assertThat(Journal.count("closed " + who)).as(who).isPositive();
        }
      }
    }
  }

  /** Several that run for the same; the others are ended. */
  static Program race(int runners) {
    List<Function0<Task<Integer>>> all = new ArrayList<>();
    for (int i = 0; i < runners; i++) {
      Duration time = i == 0 ? Duration.ofMillis(500) : LONG.multipliedBy(i);
      int number = i;
      all.add(() -> Task.sleep(time).map(x -> number));
    }
    return Programs.program("race of " + runners, Task.race(all), 0);
  }

  /** Bookings, each second one in a saga of its own, that are undone when the last one fails. */
  static Program trip(int bookings, boolean fails) {
    Task<String> last =
        Task.defer(
            () -> fails ? Task.fail(new IllegalStateException("full")) : Task.value("booked"));
    Task<String> task =
        Task.saga(
                () ->
                    Task.forEach(Programs.range(bookings), ExtentPrograms::booked).then(() -> last))
            .recover(IllegalStateException.class, e -> Task.value("undone"));
    return Programs.program("trip of " + bookings, task, fails ? "undone" : "booked");
  }

  private static Task<Integer> booked(int i) {
    return i % 2 == 0 ? book(i) : Task.saga(() -> book(i));
  }

  private static Task<Integer> book(int i) {
    return Task.step(
            "book",
            () -> {
              Journal.add("booked " + i);
              return i;
            })
        .undo("cancel", n -> Journal.add("undone " + n));
  }

  /** Demands that all was undone, or nothing. */
  static void checkUndone(int bookings, boolean fails) {
    for (int i = 0; i < bookings; i++) {
      assertThat(Journal.count("booked " + i)).isPositive();
      assertThat(Journal.count("undone " + i) > 0).as("booking %s", i).isEqualTo(fails);
    }
  }
}
