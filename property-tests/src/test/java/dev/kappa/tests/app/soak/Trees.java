package dev.kappa.tests.app.soak;

import dev.kappa.Task;
import java.util.List;
import java.util.stream.Stream;

/** A tree of tasks, as of the slow way to a Fibonacci number. Its leaves are steps. */
final class Trees {
  private Trees() {}

  /** A sum, and the leaves that it is of. */
  record Sum(long value, List<Done> done) {
    Sum plus(Sum other) {
      return new Sum(
          value + other.value, Stream.concat(done.stream(), other.done.stream()).toList());
    }
  }

  static Task<Sum> grow(Job job) {
    return grow(job, "t", job.size());
  }

  private static Task<Sum> grow(Job job, String path, int n) {
    if (n < 2) {
      return Task.step("leaf", () -> new Sum(n, List.of(Trace.mark(job, path, 0))));
    }
    return Task.spawn(() -> grow(job, path + "l", n - 1))
        .and(left -> Task.spawn(() -> grow(job, path + "r", n - 2)))
        .then((left, right) -> left.await().and(one -> right.await()).map(Sum::plus));
  }
}
