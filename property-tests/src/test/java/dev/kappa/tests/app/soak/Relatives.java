package dev.kappa.tests.app.soak;

import dev.kappa.Start;
import dev.kappa.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Starts other runs, each of them twice under one key, and awaits them. */
final class Relatives {
  private Relatives() {}

  /** Another run, as both starts knew it, and what it came to. */
  record Relative(String run, String again, Loops.Turned turned) {}

  /** All of them. */
  record Family(List<Relative> others) {}

  static Task<Family> family(Job job) {
    return Task.spawnAll(IntStream.range(0, job.width()).boxed().toList(), n -> other(job, n))
        .then(Task::awaitAll)
        .map(Family::new);
  }

  private static Task<Relative> other(Job job, int n) {
    String traces = job.traces() + "-" + n;
    Start key = Start.key(Path.of(traces).getFileName().toString());
    Job input = new Job(traces, job.size(), 1, job.pause());
    return Task.start("soak-other", key, input, Loops.Turned.class)
        .and(one -> Task.start("soak-other", key, input, Loops.Turned.class))
        .then((one, same) -> same.await().map(turned -> new Relative(one.id(), same.id(), turned)));
  }
}
