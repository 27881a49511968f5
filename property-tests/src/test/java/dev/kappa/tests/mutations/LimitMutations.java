package dev.kappa.tests.mutations;

import dev.kappa.tests.simulation.Rules;
import java.util.List;

/**
 * Deliberate bugs of limits that runs share. One is not among them: that a permit is taken without
 * a look at the offer's ticket shows only where a request and a take both come later than what
 * gives the permit back. {@code LimitsTest} has that.
 */
final class LimitMutations {
  static final List<Mutation> OF_LIMITS =
      List.of(
          of(
              "offer one permit more than there are",
              "core/LimitState.java",
              "return spec.atMost() == 0 || out() < spec.atMost();",
              "return spec.atMost() == 0 || out() <= spec.atMost();"),
          of(
              "do not count what is offered",
              "core/LimitState.java",
              "return permits.size() - queue.size();",
              "return permits.size() - queue.size() - offers.size();"),
          of(
              "let in who has not taken what is offered",
              "core/Permits.java",
              "say(t, task, known.at(Stage.TAKING, c.ticket()));",
              "t.put(task.with(TaskStatus.ELSEWHERE, known.at(Stage.HELD, c.ticket()), 0));"
                  + " Lives.tellWaiters(t, task.id(), false);"),
          of(
              "let in whoever answers to a take",
              "core/Permits.java",
              "if (c.stage() == PermitStage.TAKEN && c.ticket() == known.ticket()) {",
              "if (c.stage() != null) {"),
          of(
                  "forget what was taken when all is given back",
                  "core/LimitState.java",
                  "return permits.isEmpty() && taken.isEmpty();",
                  "return permits.isEmpty();")
              .and(
                  "core/LimitState.java",
                  "next = counted(taken.last());",
                  "next = Long.MAX_VALUE;"),
          of(
              "offer to who came last",
              "core/LimitState.java",
              "long ticket = queue.head()._1;\n    String permit = queue.head()._2;",
              "long ticket = queue.last()._1;\n    String permit = queue.last()._2;"),
          of(
              "give back before that is durable",
              "engine/Commands.java",
              "if (effect instanceof Effect.Ready ready) {",
              "if (effect instanceof Effect.Elsewhere e"
                  + " && e.what() instanceof dev.kappa.wire.Next.Permit) "
                  + "engine.errands().add(run.id, e.task(), e.what());\n"
                  + "      if (effect instanceof Effect.Ready ready) {"),
          of(
              "give nothing back",
              "core/Limits.java",
              "case RELEASE -> then.without(permit);",
              "case RELEASE -> then;"),
          of(
              "ask for nothing anew with a run that is loaded",
              "engine/LoadedRuns.java",
              "engine.errands().adopt(state);",
              ""));

  private LimitMutations() {}

  private static Mutation of(String name, String file, String from, String to) {
    return Mutation.of(
        "limits: " + name, Rules.r3NeverMoreThanALimitSaysAreWithinIt, file, from, to);
  }
}
