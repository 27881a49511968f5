package dev.kappa.tests.mutations;

import dev.kappa.tests.simulation.Rules;
import java.util.List;

/** Deliberate bugs in how tasks come to resident workers, and back. */
final class PlacementMutations {
  private static final Rules RULE = Rules.r2ResidentTasksAreGivenToResidentWorkersAlone;

  private PlacementMutations() {}

  static final List<Mutation> OF_PLACEMENT =
      List.of(
          Mutation.of(
              "give resident tasks to the function's workers",
              RULE,
              "engine/Dispatcher.java",
              "return state != null && state.isResident(task);",
              "return state != null && state.isResident(task) && random.nextLong() == 0;"),
          Mutation.of(
              "give a resident worker any task",
              RULE,
              "engine/Dispatcher.java",
              "new ReadyByVersion.Kind(worker.version(), worker.isResident())",
              "new ReadyByVersion.Kind(worker.version(), worker.isResident() && worker.tasks() > 0)"),
          Mutation.of(
              "do not store that a task is resident",
              RULE,
              "core/Placing.java",
              "return isStorable(t, extent)\n        ? progress",
              "return extent.placement() == null\n        ? progress"),
          Mutation.of(
              "start no process again for resident tasks",
              RULE,
              "engine/Residents.java",
              "process.running = false;",
              ""),
          Mutation.ofDsl(
              "stay on resident workers with a value",
              RULE,
              "interpreter/Giving.java",
              "case Frame.Placed f -> position.leave(f.outer(), value);",
              "case Frame.Placed f -> position.pop(value);"),
          Mutation.ofDsl(
              "stay on resident workers with an error",
              RULE,
              "interpreter/Raising.java",
              "case Frame.Placed f -> {\n        position.leave(f.outer());",
              "case Frame.Placed f -> {\n        position.stack().pop();"));
}
