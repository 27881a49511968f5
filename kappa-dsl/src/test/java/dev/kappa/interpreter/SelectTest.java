package dev.kappa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Case;
import dev.kappa.ChannelClosedException;
import dev.kappa.Loop;
import dev.kappa.Signal;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import dev.kappa.local.LocalRun;
import dev.kappa.local.Mode;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Waiting for the first of several things. */
class SelectTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void firstThatComesIsChosen() {
    Task<String> program =
        Task.spawn(() -> Task.sleep(DAY).map(x -> "slow"))
            .and(slow -> Task.spawn(() -> Task.sleep(HOUR).map(x -> "fast")))
            .then(
                (slow, fast) ->
                    Task.select(
                        Task.on(slow, text -> Task.value(text)),
                        Task.on(fast, text -> Task.value(text + "!"))));
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.value()).isEqualTo("fast!");
    assertThat(end.elapsed()).isEqualTo(HOUR.toMillis());
  }

  @Test
  void ofSeveralThatAreThereTheFirstOfTheListIsChosen() {
    Task<String> program =
        Task.spawn(() -> Task.value("a"))
            .and(a -> Task.spawn(() -> Task.value("b")))
            .also((a, b) -> Task.sleep(HOUR))
            .then(
                (a, b) ->
                    Task.select(
                        Task.on(b, text -> Task.value(text)),
                        Task.on(a, text -> Task.value(text))));
    assertThat(Everywhere.value(program)).isEqualTo("b");
  }

  @Test
  void timerIsOneOfThem() {
    Task<String> program =
        Task.<String>channel(1)
            .then(
                channel ->
                    Task.select(
                        Task.on(channel, text -> Task.value(text)),
                        Task.on(Task.after(HOUR), () -> Task.value("nothing came"))));
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.value()).isEqualTo("nothing came");
    assertThat(end.elapsed()).isEqualTo(HOUR.toMillis());
  }

  @Test
  void whatIsNotChosenIsLeftAsItIs() {
    Task<List<Option<Integer>>> program =
        Task.<Integer>channel(1)
            .and(one -> Task.<Integer>channel(1))
            .also((one, two) -> one.send(1))
            .also((one, two) -> two.send(2))
            .then(
                (one, two) ->
                    Task.select(Task.on(two, n -> Task.value(n)), Task.on(one, n -> Task.value(n)))
                        .then(
                            chosen ->
                                one.tryReceive()
                                    .and(left -> two.tryReceive())
                                    .map((x, y) -> List.of(Option.some(chosen), x, y))));
    assertThat(Everywhere.value(program))
        .isEqualTo(List.of(Option.some(2), Option.some(1), Option.none()));
  }

  @Test
  void sendIsOneOfThem() {
    Task<String> program =
        Task.<String>channel(0)
            .and(full -> Task.<String>channel(1))
            .then(
                (full, free) ->
                    Task.select(
                            Task.onSent(full, "x", () -> Task.value("full")),
                            Task.onSent(free, "y", () -> Task.value("free")))
                        .and(chosen -> free.receive())
                        .map((chosen, message) -> chosen + " " + message));
    assertThat(Everywhere.value(program)).isEqualTo("free y");
  }

  @Test
  void twoSelectsMeetAtAChannelWithoutRoom() {
    Task<List<String>> program =
        Task.<String>channel(0)
            .then(
                c ->
                    Task.spawn(
                            () ->
                                Task.select(
                                    Task.on(c, m -> Task.value("got " + m)),
                                    Task.on(Task.after(DAY), () -> Task.value("late"))))
                        .and(
                            receiver ->
                                Task.spawn(
                                    () ->
                                        Task.select(
                                            Task.onSent(c, "m", () -> Task.value("sent")),
                                            Task.on(Task.after(DAY), () -> Task.value("late")))))
                        .then((a, b) -> Task.awaitAll(List.of(a, b))));
    assertThat(Everywhere.value(program)).isEqualTo(List.of("got m", "sent"));
  }

  @Test
  void closedChannelFailsTheSelect() {
    Task<String> program =
        Task.<String>channel(1)
            .then(
                c ->
                    c.close()
                        .then(
                            () ->
                                Task.<String>select(
                                    Task.on(Task.after(HOUR), () -> Task.value("late")),
                                    Task.on(c, m -> Task.value(m)))))
            .recover(ChannelClosedException.class, e -> Task.value("closed"));
    assertThat(Everywhere.value(program)).isEqualTo("closed");
  }

  @Test
  void failedTaskFailsTheSelect() {
    Task<Object> program =
        Task.<Object>spawn(() -> Task.fail(new Oops("no")))
            .then(
                f ->
                    Task.select(
                        Task.on(f, x -> Task.value(x)),
                        Task.on(Task.after(HOUR), () -> Task.value("late"))));
    assertThat(Everywhere.error(program)).isEqualTo("dev.kappa.interpreter.Oops: no");
  }

  @Test
  void otherwiseDoesNotWait() {
    Task<List<Boolean>> program =
        Task.<Integer>channel(1)
            .then(c -> c.trySend(1).and(first -> c.trySend(2)).map((x, y) -> List.of(x, y)));
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.value()).isEqualTo(List.of(true, false));
    assertThat(end.elapsed()).isZero();
  }

  @Test
  void signalIsReadAsItsType() {
    Signal<Integer> answer = Task.signal("answer", Integer.class);
    Task<Integer> program =
        Task.select(
                Task.on(Task.after(DAY), () -> Task.value(0)),
                Task.on(answer, n -> Task.value(n + 1)))
            .and(n -> answer.await())
            .map((n, m) -> n * m);
    for (Mode mode : Everywhere.MODES) {
      LocalRun run = LocalRun.in(mode).signalled("answer", "41");
      assertThat(run.run(program)).as("in %s", mode).isEqualTo(42 * 41);
    }
  }

  @Test
  void signalThatDoesNotFitItsTypeFailsTheWait() {
    Task<Integer> program = Task.signal("answer", Integer.class).await();
    for (Mode mode : Everywhere.MODES) {
      LocalRun run = LocalRun.in(mode).signalled("answer", "yes");
      assertThat(Everywhere.end(run, program).error()).as("in %s", mode).contains("yes is no");
    }
  }

  @Test
  void urlOfASignalIsGiven() {
    assertThat(Everywhere.value(Task.signal("approved", Void.class).url()))
        .isEqualTo("http://local/approved");
  }

  @Test
  void anyOfTakesTheFirstThatEnds() {
    Task<Integer> program =
        Task.spawnAll(List.of(3, 1, 2), n -> Task.sleep(HOUR.multipliedBy(n)).map(x -> n))
            .then(Task::anyOf);
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.value()).isEqualTo(1);
    assertThat(end.elapsed()).isEqualTo(HOUR.toMillis());
  }

  @Test
  void manySentAtOnceStayTogetherAndInOrder() {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      numbers.add(i);
    }
    Task<List<Integer>> program =
        Task.<Integer>channel(3)
            .then(
                c ->
                    Task.spawn(() -> c.sendAll(numbers).then(() -> c.close()))
                        .then(
                            () ->
                                Task.iterate(
                                    List.<Integer>of(),
                                    all -> c.next().map(next -> collect(all, next)))));
    assertThat(Everywhere.value(program)).isEqualTo(numbers);
  }

  private static Loop<List<Integer>, List<Integer>> collect(
      List<Integer> all, Option<Integer> next) {
    if (next.isEmpty()) {
      return Loop.done(all);
    }
    List<Integer> more = new ArrayList<>(all);
    more.add(next.get());
    return Loop.again(more);
  }

  @Test
  void noCaseIsRefused() {
    assertThatThrownBy(() -> Task.select(List.<Case<String>>of()))
        .hasMessageContaining("select: number of cases: 0");
  }

  @Test
  void publishedValueIsTheLastOneOfItsName() {
    LocalRun run = LocalRun.in(Mode.CRASH);
    run.run(Task.publish("done", 1).then(() -> Task.publish("done", 2)));
    assertThat(run.published()).containsExactly(Map.entry("done", "2"));
  }

  @Test
  void cancelledTaskFailsWhereItWaitsAndCleansUp() {
    Task<String> program =
        Task.<Void>spawn(
                () -> Task.sleep(DAY).ensure(Task.run("note", () -> Journal.note("clean"))))
            .also(f -> Task.sleep(HOUR))
            .also(TaskFuture::cancel)
            .then(f -> f.await())
            .map(x -> "done");
    Everywhere.End end = Everywhere.end(program);
    assertThat(end.error()).contains("CancelledException");
    assertThat(end.notes()).containsExactly("clean");
    assertThat(end.elapsed()).isEqualTo(HOUR.toMillis());
  }
}
