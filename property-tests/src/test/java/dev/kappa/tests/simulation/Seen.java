package dev.kappa.tests.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there was in the worlds of a trial. */
final class Seen {
  private final List<Strikes> worlds = new ArrayList<>();
  private @Nullable Plan plan;

  /** A world begins in which these happen. */
  Strikes begin(Strikes strikes) {
    worlds.add(strikes);
    return strikes;
  }

  /** The program that runs was drawn. */
  void drawn(Plan program) {
    plan = program;
  }

  /** {@return the program that was drawn; null if it was not} */
  @Nullable Plan plan() {
    return plan;
  }

  /** {@return the faults that happened, in that order; each once, though it be in two worlds} */
  List<Strike> strikes() {
    return worlds.stream().flatMap(world -> world.happened().stream()).distinct().toList();
  }
}
