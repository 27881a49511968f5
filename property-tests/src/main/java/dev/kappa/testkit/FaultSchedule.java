package dev.kappa.testkit;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in a run, and who is served first. The same schedule of the same workflow is the
 * same run.
 *
 * @param faults at most one at each commit, the first first
 * @param order a seed: of several tasks that can go on, it says which does; with 0 they take turns
 */
public record FaultSchedule(List<Fault> faults, long order) {
  /** Nothing goes wrong. */
  public static final FaultSchedule NONE = new FaultSchedule(List.of(), 0);

  private static final String ORDER = "order=";

  /** How many workers may die in a random schedule: a step that a third one dies in would fail. */
  private static final int MOST_DEATHS = 2;

  private static final int MOST_REPETITIONS = 3;

  /** Sorts the faults; of several at one commit the last counts. */
  public FaultSchedule {
    TreeMap<Integer, Fault> byCommit = new TreeMap<>();
    faults.forEach(fault -> byCommit.put(fault.commit(), fault));
    faults = List.copyOf(byCommit.values());
  }

  /** {@return one with these faults, in which tasks take turns} */
  public static FaultSchedule of(Fault... faults) {
    return new FaultSchedule(List.of(faults), 0);
  }

  /**
   * {@return what {@link #toString} wrote}
   *
   * @throws KappaException with {@link ErrorCode#INVALID_ARGUMENT} if it is none
   */
  public static FaultSchedule parse(String text) {
    List<Fault> faults = new ArrayList<>();
    long order = 0;
    for (String part : text.equals("none") ? List.<String>of() : List.of(text.split(",", -1))) {
      if (part.strip().startsWith(ORDER)) {
        order = seed(part.strip().substring(ORDER.length()));
      } else {
        faults.add(Fault.parse(part.strip()));
      }
    }
    return new FaultSchedule(faults, order);
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT, "order: '" + text + "' (expected: a whole number)", e);
    }
  }

  /**
   * {@return a random one, of faults at the commits from 1 to {@code commits}} At most two workers
   * die in it, so that no step fails for that.
   */
  public static FaultSchedule random(long seed, int commits) {
    Random random = new Random(seed);
    List<Fault> faults = new ArrayList<>();
    for (int i = random.nextInt(MOST_DEATHS + 1); i > 0; i--) {
      Fault.Kind[] deaths = {Fault.Kind.BEFORE, Fault.Kind.AFTER, Fault.Kind.LATE};
      faults.add(new Fault(1 + random.nextInt(commits), deaths[random.nextInt(deaths.length)]));
    }
    for (int i = random.nextInt(MOST_REPETITIONS + 1); i > 0; i--) {
      faults.add(new Fault(1 + random.nextInt(commits), Fault.Kind.TWICE));
    }
    return new FaultSchedule(faults, 1 + random.nextInt(1_000_000));
  }

  /** {@return the fault at a commit; null if there is none} */
  Fault.@Nullable Kind at(int commit) {
    return faults.stream()
        .filter(fault -> fault.commit() == commit)
        .map(Fault::kind)
        .findFirst()
        .orElse(null);
  }

  /** {@return simpler ones, the simplest first} */
  Stream<FaultSchedule> simpler() {
    List<FaultSchedule> all = new ArrayList<>();
    for (Fault fault : faults) {
      all.add(new FaultSchedule(without(fault), order));
    }
    if (order != 0) {
      all.add(new FaultSchedule(faults, 0));
    }
    for (Fault fault : faults) {
      for (Fault.Kind kind : Fault.Kind.values()) {
        if (kind.compareTo(fault.kind()) < 0) {
          all.add(with(fault, new Fault(fault.commit(), kind)));
        }
      }
      for (int earlier : List.of(1, fault.commit() / 2, fault.commit() - 1)) {
        if (earlier >= 1 && earlier < fault.commit() && at(earlier) == null) {
          all.add(with(fault, new Fault(earlier, fault.kind())));
        }
      }
    }
    return all.stream().distinct();
  }

  private FaultSchedule with(Fault old, Fault fresh) {
    List<Fault> changed = new ArrayList<>(without(old));
    changed.add(fresh);
    return new FaultSchedule(changed, order);
  }

  private List<Fault> without(Fault old) {
    return faults.stream().filter(fault -> !fault.equals(old)).toList();
  }

  /** {@return such as {@code c3:before,c7:late,order=42}; {@code none} if nothing goes wrong} */
  @Override
  public String toString() {
    Stream<String> all =
        Stream.concat(
            faults.stream().map(Fault::toString),
            order == 0 ? Stream.empty() : Stream.of(ORDER + order));
    String text = all.collect(Collectors.joining(","));
    return text.isEmpty() ? "none" : text;
  }
}
