package dev.kappa.tests.app.soak;

import dev.kappa.Task;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Waits for signals that come from outside, early or late, and takes a step for each. */
final class Letters {
  private Letters() {}

  /** What came, in the order of the signals' numbers. */
  record Read(List<Integer> values, List<Done> done) {
    Read plus(Read other) {
      return new Read(
          Stream.concat(values.stream(), other.values.stream()).toList(),
          Stream.concat(done.stream(), other.done.stream()).toList());
    }
  }

  static Task<Read> read(Job job) {
    return Task.fold(
        IntStream.range(0, job.width()).boxed().toList(),
        new Read(List.of(), List.of()),
        (all, number) -> letter(job, number).map(all::plus));
  }

  private static Task<Read> letter(Job job, int number) {
    return Task.signal("letter-" + number, Integer.class)
        .await()
        .then(
            value ->
                Task.step("read", () -> Trace.mark(job, "read:" + number + "=" + value, number))
                    .map(done -> new Read(List.of(value), List.of(done))));
  }
}
