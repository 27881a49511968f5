package dev.kappa.apps.bench;

import dev.kappa.Checkpoints;
import dev.kappa.Task;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.apps.classics.Factorial;
import dev.kappa.apps.crawl.Crawl;
import dev.kappa.apps.grep.Grep;
import dev.kappa.apps.streaming.Streaming;
import dev.kappa.apps.tpcds.Tpcds;
import dev.kappa.apps.wordcount.WordCount;
import io.vavr.Function1;
import java.time.Duration;
import java.util.List;

/**
 * The applications with checkpoints at other moments than is usual, as workflows {@code
 * bench-APPLICATION-POLICY}: what they take against one another is what checkpoints cost.
 */
final class Overhead {
  /** Longer than any run that is measured. */
  private static final Duration NEVER = Duration.ofDays(365);

  private Overhead() {}

  /** When tasks make checkpoints, besides where they wait and end. */
  private record Policy(String name, Checkpoints checkpoints) {
    static Policy every(int seconds) {
      return new Policy(seconds + "s", Checkpoints.atMostEvery(Duration.ofSeconds(seconds)));
    }
  }

  /** The first: nowhere else, but after the first step that a worker runs of a task. */
  private static final List<Policy> POLICIES =
      List.of(
          new Policy("none", Checkpoints.atMostEvery(NEVER)),
          Policy.every(15),
          Policy.every(5),
          Policy.every(1),
          new Policy("each", Checkpoints.eachStep()));

  static Workflows workflows() {
    return each("factorial-while", Factorial.Input.class, Factorial::withWhile)
        .and(each("word-count", WordCount.Input.class, WordCount::count))
        .and(each("grep", Grep.Input.class, Grep::grep))
        .and(each("tpcds", Tpcds.Input.class, Tpcds::query))
        .and(each("crawl", Crawl.Input.class, Crawl::crawl))
        .and(each("streaming", Streaming.Input.class, Streaming::stream));
  }

  private static <I> Workflows each(
      String name, Class<I> input, Function1<? super I, ? extends Task<?>> body) {
    return Workflows.of(
        POLICIES.stream()
            .map(policy -> workflow("bench-" + name + "-" + policy.name(), input, body, policy))
            .toArray(Workflow<?>[]::new));
  }

  private static <I> Workflow<I> workflow(
      String name, Class<I> input, Function1<? super I, ? extends Task<?>> body, Policy policy) {
    return Workflow.of(name, input, body).checkpoints(policy.checkpoints());
  }
}
