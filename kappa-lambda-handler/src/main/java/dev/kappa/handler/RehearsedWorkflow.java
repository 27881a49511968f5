package dev.kappa.handler;

import dev.kappa.Checkpoint;
import dev.kappa.Task;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is run in a {@link Rehearsal}: the usual instructions, with values of the usual types. Steps
 * do nothing.
 */
final class RehearsedWorkflow {
  static final String STEPS = "rehearsed-steps";
  static final String FAILURE = "rehearsed-failure";
  static final String CHILDREN = "rehearsed-children";
  static final String TURN = "rehearsed-turn";

  static final String INPUT =
      """
      {"name":"Ann","amounts":[1,2,3],"limit":2.5,"notes":{"kind":"none"},"pause":"PT1S"}""";

  private RehearsedWorkflow() {}

  record Part(
      String name,
      List<Long> amounts,
      double limit,
      Map<String, String> notes,
      Optional<Duration> pause) {}

  /** The body of a failed step. */
  static final class RehearsedException extends RuntimeException {
    RehearsedException(String message) {
      super(message);
    }
  }

  static Workflows workflows() {
    return Workflows.of(
        Workflow.of(STEPS, Part.class, RehearsedWorkflow::steps),
        Workflow.of(FAILURE, Part.class, RehearsedWorkflow::failure),
        Workflow.of(CHILDREN, Part.class, RehearsedWorkflow::children),
        Workflow.of(TURN, Part.class, RehearsedWorkflow::steps).checkpoints(Checkpoint.ASYNC));
  }

  private static Task<Map<String, Integer>> steps(Part part) {
    return Task.step("first", () -> part.amounts().size())
        .map(size -> size + 1)
        .then(size -> Task.step("second", () -> List.of(part.name(), size)))
        .step("third", both -> Map.of("size", both.size()));
  }

  private static Task<String> failure(Part part) {
    return RehearsedWorkflow.<String>failing(part)
        .recover(RehearsedException.class, e -> Task.value(e.getMessage()));
  }

  private static <T> Task<T> failing(Part part) {
    return Task.step(
        "failing",
        () -> {
          throw new RehearsedException(part.name());
        });
  }

  private static Task<List<Part>> children(Part part) {
    return Task.spawnAll(List.of(1, 2), number -> Task.step("child", () -> part))
        .then(Task::awaitAll);
  }
}
