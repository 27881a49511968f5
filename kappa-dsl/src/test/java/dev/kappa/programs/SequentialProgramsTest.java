package dev.kappa.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Backoff;
import dev.kappa.Loop;
import dev.kappa.Retry;
import dev.kappa.Task;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs of one task. */
class SequentialProgramsTest {
  // ---- hello

  static Task<String> hello(String name) {
    return Task.step("greet", () -> "Hello, " + name + "!");
  }

  @Test
  void hello() {
    assertThat(Everywhere.value(hello("Ada"))).isEqualTo("Hello, Ada!");
  }

  // ---- a saga: what was done is undone in reverse order

  record Trip(String hotel, String flight) {}

  static Task<Trip> book(boolean flights) {
    return Task.step("book hotel", () -> noted("hotel"))
        .then(
            hotel ->
                bookFlight(flights)
                    .map(flight -> new Trip(hotel, flight))
                    .recover(
                        IOException.class,
                        e ->
                            Task.run("cancel hotel", () -> Journal.note("no " + hotel))
                                .then(() -> Task.fail(e))))
        .ensure(Task.run("close", () -> Journal.note("closed")));
  }

  static Task<String> bookFlight(boolean flights) {
    return Task.step(
        "book flight",
        () -> {
          if (!flights) {
            throw new IOException("no flight left");
          }
          return noted("flight");
        });
  }

  private static String noted(String what) {
    Journal.note(what);
    return what;
  }

  @Test
  void saga() {
    assertThat(Everywhere.value(book(true))).isEqualTo(new Trip("hotel", "flight"));
    Everywhere.End end = Everywhere.end(book(false));
    assertThat(end.error()).isEqualTo("java.io.IOException: no flight left");
    assertThat(end.notes()).containsExactly("hotel", "no hotel", "closed");
  }

  // ---- a periodic loop

  static Task<Void> everyHour(int times) {
    return Task.iterate(
        1,
        n ->
            Task.run("report", () -> Journal.note("report " + n))
                .then(() -> Task.sleep(Duration.ofHours(1)))
                .then(() -> Task.value(n < times ? Loop.again(n + 1) : Loop.done())));
  }

  @Test
  void periodic() {
    Everywhere.End end = Everywhere.end(everyHour(3));
    assertThat(end.notes()).containsExactly("report 1", "report 2", "report 3");
    assertThat(end.elapsed()).isEqualTo(Duration.ofHours(3).toMillis());
  }

  // ---- polling with backoff

  sealed interface State {
    record Running(int percent) implements State {}

    record Ready(String url) implements State {}
  }

  static State check() {
    int calls = Journal.count("check");
    return calls < 4 ? new State.Running(25 * calls) : new State.Ready("file:///result");
  }

  static Task<String> poll(Backoff backoff) {
    return Task.iterate(
        1,
        tries ->
            Task.step("check", SequentialProgramsTest::check)
                .then(
                    state ->
                        switch (state) {
                          case State.Ready ready -> Task.value(Loop.done(ready.url()));
                          case State.Running running ->
                              Task.sleep(backoff.after(tries)).map(slept -> Loop.again(tries + 1));
                        }));
  }

  @Test
  void polling() {
    Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1));
    Everywhere.End end = Everywhere.end(poll(backoff));
    assertThat(end.value()).isEqualTo("file:///result");
    assertThat(end.elapsed()).isEqualTo(7_000);
  }

  // ---- try, catch, finally

  static Task<Integer> parse(String text) {
    return Task.step("open", () -> noted("open"))
        .step("parse", ignored -> Integer.parseInt(text))
        .recover(NumberFormatException.class, e -> Task.value(-1))
        .ensure(Task.run("close", () -> Journal.note("close")));
  }

  @Test
  void tryCatchFinally() {
    assertThat(Everywhere.value(parse("12"))).isEqualTo(12);
    Everywhere.End end = Everywhere.end(parse("twelve"));
    assertThat(end.value()).isEqualTo(-1);
    assertThat(end.notes()).containsExactly("open", "close");
  }

  // ---- siblings of a sealed type, in a ternary and in a switch

  static Task<State> either(boolean ready) {
    return Task.done()
        .then(
            () ->
                ready
                    ? Task.step("ready", () -> new State.Ready("x"))
                    : Task.step("running", () -> new State.Running(5)));
  }

  @Test
  void siblings() {
    assertThat(Everywhere.value(either(true))).isEqualTo(new State.Ready("x"));
    assertThat(Everywhere.value(either(false))).isEqualTo(new State.Running(5));
  }

  // ---- a retry that is only for what can pass

  static Task<String> unreliable() {
    return Task.step(
            "call",
            () -> {
              if (Journal.count("call") < 3) {
                throw new IOException("no answer");
              }
              return "answer";
            })
        .retry(Retry.times(5).on(IOException.class).backoff(Backoff.fixed(Duration.ofSeconds(10))));
  }

  @Test
  void retry() {
    Everywhere.End end = Everywhere.end(unreliable());
    assertThat(end.value()).isEqualTo("answer");
    assertThat(end.elapsed()).isEqualTo(20_000);
  }

  // ---- four values that depend on each other

  record Offer(String customer, int quote, boolean stock, String text) {}

  static Task<String> customer(String order) {
    return Task.step("customer", () -> "customer of " + order);
  }

  static Task<Integer> quote(String customer) {
    return Task.step("quote", customer::length);
  }

  static Task<Boolean> stock(String customer, int quote) {
    return Task.step("stock", () -> customer.length() == quote);
  }

  static Task<String> text(String customer, int quote, boolean stock) {
    return Task.step("text", () -> customer + " pays " + quote + (stock ? " now" : " later"));
  }

  static Task<Offer> offer(String order) {
    return customer(order)
        .and(SequentialProgramsTest::quote)
        .and(SequentialProgramsTest::stock)
        .also((customer, quote, stock) -> Task.run("log", () -> Journal.note("quoted " + quote)))
        .and(SequentialProgramsTest::text)
        .map(Offer::new);
  }

  @Test
  void fourValues() {
    Everywhere.End end = Everywhere.end(offer("o1"));
    assertThat(end.value())
        .isEqualTo(new Offer("customer of o1", 14, true, "customer of o1 pays 14 now"));
    assertThat(end.notes()).containsExactly("quoted 14");
  }

  // ---- tasks that are passed as values

  static Task<Integer> twice(Task<Integer> task) {
    return task.and(first -> task).map(Integer::sum);
  }

  @Test
  void taskAsAnArgument() {
    Task<Integer> random = Task.step("count", () -> Journal.count("n"));
    assertThat(Everywhere.value(twice(twice(random)))).isEqualTo(10);
  }

  // ---- a fold that fails half way and is taken up by the caller

  static Task<Integer> sumOfPositives(List<Integer> numbers) {
    return Task.fold(
        numbers,
        0,
        (sum, n) ->
            n < 0 ? Task.fail(new IllegalArgumentException("number " + n)) : Task.value(sum + n));
  }

  @Test
  void fold() {
    assertThat(Everywhere.value(sumOfPositives(List.of(1, 2, 3)))).isEqualTo(6);
    assertThat(
            Everywhere.value(
                sumOfPositives(List.of(1, -2, 3))
                    .recover(IllegalArgumentException.class, e -> Task.value(0))))
        .isEqualTo(0);
  }
}
