package dev.kappa.apps.classics;

import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.apps.input.Bounds;
import io.vavr.control.Option;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Workflow {@code work-queue}: workers take numbers from one queue and add up what they got. */
public final class WorkQueue {
  private static final int CAPACITY = 100;

  private WorkQueue() {}

  /**
   * The workflow's input.
   *
   * @param workers how many tasks work, 1 to 1000
   * @param jobs the numbers are 0 to this less one; 0 to 1,000,000
   */
  public record Input(int workers, int jobs) {}

  /** {@return a task that gives the sum of all numbers} */
  public static Task<Long> run(Input input) {
    int workers = (int) Bounds.check("workers", input.workers(), 1, 1000);
    int jobs = (int) Bounds.check("jobs", input.jobs(), 0, 1_000_000);
    return Task.<Option<Integer>>channel(CAPACITY)
        .then(
            queue ->
                Task.spawnAll(Collections.nCopies(workers, queue), WorkQueue::work)
                    .also(working -> fill(queue, workers, jobs))
                    .then(Task::awaitAll))
        .map(sums -> sums.stream().mapToLong(sum -> sum).sum());
  }

  /** All the numbers, then for each worker the sign that there are no more. */
  private static Task<Void> fill(Channel<Option<Integer>> queue, int workers, int jobs) {
    List<Option<Integer>> numbers =
        IntStream.range(0, jobs).boxed().map(number -> Option.some(number)).toList();
    return queue
        .sendAll(numbers)
        .then(() -> queue.sendAll(Collections.nCopies(workers, Option.none())));
  }

  private static Task<Long> work(Channel<Option<Integer>> queue) {
    return Task.iterate(
        0L,
        (Long sum) ->
            queue
                .receive()
                .map(job -> job.isEmpty() ? Loop.done(sum) : Loop.again(sum + job.get())));
  }
}
