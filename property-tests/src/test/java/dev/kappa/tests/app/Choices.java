package dev.kappa.tests.app;

import dev.kappa.Semaphore;
import dev.kappa.Signal;
import dev.kappa.Task;
import dev.kappa.TimedOutException;
import dev.kappa.Workflows;
import io.vavr.Function0;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** Workflows that wait for several things, or not for ever, and undo what they did. */
final class Choices {
  private static final Duration HOUR = Duration.ofHours(1);

  private Choices() {}

  /** Who approved. */
  public record Answer(String by) {}

  /** What a run is asked by another. */
  public record Question(String asker, int n) {}

  static Workflows workflows() {
    return Workflows.of("approval", TestApplication.Amount.class, Choices::approval)
        .and("trip", TestApplication.Journal.class, Choices::trip)
        .and("race", TestApplication.Journal.class, Choices::race)
        .and("late", TestApplication.Journal.class, Choices::late)
        .and("permits", TestApplication.Amount.class, Choices::permits)
        .and("dialogue", TestApplication.Amount.class, Choices::dialogue)
        .and("answering", Question.class, Choices::answering);
  }

  /** Asks another run, which does not begin before it is asked, and hears its answer twice. */
  private static Task<Integer> dialogue(TestApplication.Amount in) {
    return Task.context()
        .then(me -> Task.start("answering", new Question(me.runId(), in.n()), Integer.class))
        .also(other -> other.signal("factor", 3))
        .and(other -> Task.signal("answer", Integer.class).await())
        .then((other, answer) -> other.await().map(n -> n + answer));
  }

  private static Task<Integer> answering(Question in) {
    return Task.signal("factor", Integer.class)
        .await()
        .map(factor -> factor * in.n())
        .also(answer -> Task.signalRun(in.asker(), "answer", answer));
  }

  /** Waits for a person, for so many milliseconds. */
  private static Task<String> approval(TestApplication.Amount in) {
    Signal<Answer> approved = Task.signal("approved", Answer.class);
    return approved
        .url()
        .then(url -> Task.publish("url", url))
        .then(
            () ->
                Task.select(
                    Task.on(approved, answer -> Task.value("approved by " + answer.by())),
                    Task.on(
                        Task.after(Duration.ofMillis(in.n())), () -> Task.value("not approved"))));
  }

  private static Task<String> trip(TestApplication.Journal in) {
    return Task.<String>saga(
            () ->
                book(in, "flight")
                    .then(() -> book(in, "hotel"))
                    .then(() -> Task.step("pay", () -> pay())))
        .recover(IllegalStateException.class, e -> Task.value(e.getMessage()));
  }

  private static String pay() {
    throw new IllegalStateException("no money");
  }

  private static Task<String> book(TestApplication.Journal in, String what) {
    return Task.step("book " + what, () -> note(in, "book " + what))
        .undo("cancel " + what, booked -> note(in, "undo " + booked));
  }

  private static Task<String> race(TestApplication.Journal in) {
    List<Function0<Task<String>>> runners =
        List.of(
            () -> Task.sleep(Duration.ofMillis(200)).map(x -> "hare"),
            () ->
                Task.sleep(HOUR)
                    .map(x -> "tortoise")
                    .ensure(Task.run("rest", () -> note(in, "the tortoise rests"))));
    return Task.race(runners);
  }

  private static Task<String> late(TestApplication.Journal in) {
    return Task.sleep(HOUR)
        .ensure(Task.run("clean", () -> note(in, "cleaned")))
        .timeout(Duration.ofMillis(300))
        .map(x -> "in time")
        .recover(TimedOutException.class, e -> Task.value(e.getMessage()));
  }

  private static Task<Integer> permits(TestApplication.Amount in) {
    return Semaphore.create(2)
        .then(
            permits ->
                Task.spawnAll(
                    Collections.nCopies(in.n(), 1),
                    one -> permits.with(() -> Task.step("count", () -> one))))
        .then(Task::awaitAll)
        .map(all -> all.stream().mapToInt(n -> n).sum());
  }

  private static String note(TestApplication.Journal journal, String line) throws IOException {
    Files.writeString(
        Path.of(journal.file()), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return line;
  }
}
