package dev.kappa.tests.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which faults happen in a world: those that chance says, or only those of a list. */
final class Strikes {
  private final @Nullable Set<Strike> only;
  private final Map<Fault, Integer> asked = new EnumMap<>(Fault.class);
  private final List<Strike> happened = new ArrayList<>();

  /**
   * Nothing happened yet.
   *
   * @param only what is to happen; null: whatever chance says
   */
  Strikes(@Nullable Set<Strike> only) {
    this.only = only;
  }

  /**
   * {@return whether a fault of this kind happens here and now, where chance says {@code drawn}}
   */
  boolean happens(Fault fault, boolean drawn) {
    Strike strike = new Strike(fault, asked.merge(fault, 1, Integer::sum) - 1);
    boolean happens = only == null ? drawn : only.contains(strike);
    if (happens) {
      happened.add(strike);
    }
    return happens;
  }

  /** {@return what happened so far, in that order} */
  List<Strike> happened() {
    return List.copyOf(happened);
  }
}
