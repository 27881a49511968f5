package dev.kappa.tests.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a world smaller in which a rule does not hold, as long as it still does not: kinds of
 * faults are left out, then parts of a program that was drawn, then single faults. It is looked at
 * so many worlds at most, and at none after a while.
 */
final class Shrinking {
  /** Worlds that are looked at. */
  static final int MOST = 600;

  private final Look look;
  private final BooleanSupplier late;
  private Broken smallest;
  private int tried;

  /** Looks at a world. */
  interface Look {
    /** {@return what was broken in it; null if the rule held} */
    @Nullable Broken at(Less less);
  }

  private Shrinking(Broken first, Look look, BooleanSupplier late) {
    this.smallest = first;
    this.look = look;
    this.late = late;
  }

  /**
   * {@return the smallest that was found}
   *
   * @param late whether it has taken long enough
   */
  static Broken smallest(Broken first, Look look, BooleanSupplier late) {
    Shrinking shrinking = new Shrinking(first, look, late);
    shrinking.leaveOutKinds();
    shrinking.cutTheProgram();
    shrinking.leaveOutKinds();
    shrinking.leaveOutFaults();
    shrinking.cutTheProgram();
    return shrinking.smallest;
  }

  /** {@return whether the rule is broken there too: then that world is the smallest so far} */
  private boolean breaks(Less less) {
    if (tried == MOST || late.getAsBoolean()) {
      return false;
    }
    tried++;
    Broken found = look.at(less);
    if (found != null) {
      smallest = found.trimmed();
    }
    return found != null;
  }

  private void leaveOutKinds() {
    for (Fault fault : Fault.values()) {
      if (!smallest.less().without().contains(fault)) {
        breaks(smallest.less().without(fault));
      }
    }
  }

  /** One cut after the other, until none is left that could be made. */
  private void cutTheProgram() {
    int next = 0;
    int inVain = 0;
    while (inVain < cuts()) {
      if (breaks(smallest.less().cut(next % cuts()))) {
        inVain = 0;
      } else {
        next++;
        inVain++;
      }
    }
  }

  private int cuts() {
    Plan plan = smallest.plan();
    return plan == null ? 0 : SmallerPlans.of(plan).size();
  }

  /** All at once first, then ever fewer at once, at last each by itself. */
  private void leaveOutFaults() {
    for (int chunk = smallest.strikes().size(); chunk > 1; chunk /= 2) {
      leaveOut(chunk);
    }
    while (leaveOut(1)) {
      // What happens later may be needed no more without what was left out last.
    }
  }

  /** {@return whether some were left out} */
  private boolean leaveOut(int chunk) {
    boolean some = false;
    int from = 0;
    while (from < smallest.strikes().size()) {
      List<Strike> left = new ArrayList<>(smallest.strikes());
      left.subList(from, Math.min(from + chunk, left.size())).clear();
      if (breaks(smallest.less().only(left))) {
        some = true;
      } else {
        from += chunk;
      }
    }
    return some;
  }
}
