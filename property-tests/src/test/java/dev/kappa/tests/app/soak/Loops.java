package dev.kappa.tests.app.soak;

import dev.kappa.Loop;
import dev.kappa.Task;
import java.util.ArrayList;
import java.util.List;

/** Long loops, each turn a step. */
final class Loops {
  private Loops() {}

  /** What is kept between two turns. */
  record State(List<Done> done, String text) {
    State plus(Done turn, String newText) {
      List<Done> all = new ArrayList<>(done);
      all.add(turn);
      return new State(List.copyOf(all), newText);
    }
  }

  /** What a turn gives: a text that may be large. */
  record Turn(Done done, String text) {}

  /** The turns that were kept, and how many characters they handed on. */
  record Turned(List<Done> done, long characters) {}

  static Task<Turned> turns(Job job) {
    return loop(job, 0);
  }

  /** As {@link #turns}; between two turns there is a text of {@code width} KiB. */
  static Task<Turned> texts(Job job) {
    return loop(job, job.width() << 10);
  }

  private static Task<Turned> loop(Job job, int characters) {
    return Task.iterate(
            new State(List.of(), ""),
            state -> state.done().size() < job.size() ? turn(job, characters, state) : end(state))
        .map(state -> new Turned(state.done(), state.text().length() * (long) job.size()));
  }

  private static Task<Loop<State, State>> end(State state) {
    return Task.value(Loop.done(state));
  }

  private static Task<Loop<State, State>> turn(Job job, int characters, State state) {
    int number = state.done().size();
    String before = state.text();
    return Task.step("turn", () -> take(job, number, characters, before))
        .map(turn -> Loop.again(state.plus(turn.done(), turn.text())));
  }

  private static Turn take(Job job, int number, int characters, String before)
      throws java.io.IOException, InterruptedException {
    if (!before.equals(number == 0 ? "" : text(number - 1, characters))) {
      throw new IllegalStateException("turn " + number + " was given another text");
    }
    return new Turn(Trace.mark(job, "turn:" + number, number), text(number, characters));
  }

  private static String text(int number, int characters) {
    return Character.toString('a' + number % 26).repeat(characters);
  }

  /** Turns until it is cancelled; then one step more. */
  static Task<Void> forever(Job job) {
    return Task.<Integer, Void>iterate(
            0,
            number ->
                Task.step("turn", () -> Trace.mark(job, "turn:" + number, number))
                    .map(done -> Loop.again(number + 1)))
        .ensure(Task.step("clean", () -> Trace.mark(job, "clean", Trace.ANYWHERE)));
  }
}
