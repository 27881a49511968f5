package dev.kappa.tests.soak;

import dev.kappa.tests.soak.Fault.Cut;
import dev.kappa.tests.soak.Fault.Freeze;
import dev.kappa.tests.soak.Fault.Join;
import dev.kappa.tests.soak.Fault.Kill;
import dev.kappa.tests.soak.Fault.Leave;
import dev.kappa.tests.soak.Fault.Line;
import dev.kappa.tests.soak.Fault.Target;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When which fault happens: a function of the seed alone. What a fault hits depends on what there
 * is then.
 */
final class FaultPlan {
  /** A fault, and when it begins. */
  record Event(Duration at, Fault fault) {}

  private static final int LONG_EACH = 10;

  /** How long other coordinators wait for a silent one. */
  static final Duration COORDINATOR_LEASE = Duration.ofSeconds(5);

  private static final Duration FIRST = Duration.ofSeconds(2);

  private final Random random;
  private final SoakSettings settings;
  private final List<Event> events = new ArrayList<>();

  private FaultPlan(SoakSettings settings) {
    this.random = new Random(settings.seed());
    this.settings = settings;
  }

  /** Faults of all kinds. */
  static List<Event> ofAllKinds(SoakSettings settings) {
    FaultPlan plan = new FaultPlan(settings);
    plan.longFreezes();
    Deque<Fault> first = new ArrayDeque<>(plan.eachOnce());
    Duration at = FIRST;
    while (at.compareTo(settings.length()) < 0) {
      plan.events.add(new Event(at, first.isEmpty() ? plan.any() : first.remove()));
      at = at.plus(first.isEmpty() ? plan.millis(200, 2_500) : plan.millis(200, 1_800));
    }
    return List.copyOf(plan.events);
  }

  /** {@return the kinds of faults that are in a plan} */
  static Set<String> kinds(List<Event> plan) {
    return plan.stream().map(event -> event.fault().kind()).collect(Collectors.toSet());
  }

  /** One of each kind, so that even a short plan has all of them, in any order. */
  private List<Fault> eachOnce() {
    List<Fault> faults = new ArrayList<>();
    for (Target target : settings.targets()) {
      faults.add(new Kill(target, which(), millis(0, 1_500)));
      faults.add(new Freeze(target, which(), millis(50, 3_000)));
    }
    for (Line line : settings.lines()) {
      for (Cable.State state : EnumSet.complementOf(EnumSet.of(Cable.State.WHOLE))) {
        faults.add(new Cut(line, which(), state, millis(50, 1_500)));
      }
    }
    faults.add(new Leave(which(), millis(0, 1_500)));
    faults.add(new Join(stay()));
    Collections.shuffle(faults, random);
    return faults;
  }

  private int which() {
    return random.nextInt(1 << 16);
  }

  /** {@return long enough for one that joins to be given something} */
  private Duration stay() {
    return millis(6_000, 12_000);
  }

  /** Redis alone is killed, again and again. */
  static List<Event> ofRedisKills(SoakSettings settings) {
    FaultPlan plan = new FaultPlan(settings);
    Duration at = FIRST;
    while (at.compareTo(settings.length()) < 0) {
      plan.events.add(new Event(at, new Kill(Target.REDIS, 0, plan.millis(0, 300))));
      at = at.plus(plan.millis(700, 2_500));
    }
    return List.copyOf(plan.events);
  }

  /** Even a short plan has those that take longer than the lease. */
  private void longFreezes() {
    Duration time = settings.lease().plusSeconds(5);
    events.add(new Event(Duration.ofSeconds(4), new Freeze(Target.WORKER, 0, time)));
    if (settings.coordinators() > 1) {
      events.add(new Event(Duration.ofSeconds(6), new Freeze(Target.COORDINATOR, 0, time)));
      events.add(
          new Event(Duration.ofSeconds(20), new Freeze(Target.COORDINATOR, 1, outlasting())));
    }
  }

  private Fault any() {
    int which = which();
    return switch (random.nextInt(settings.bucket() ? 32 : 26)) {
      case 0, 1, 2, 3, 4, 5 -> new Kill(Target.WORKER, which, Duration.ZERO);
      case 6, 7 -> new Kill(Target.COORDINATOR, which, millis(0, 1_500));
      case 8, 9 -> new Kill(Target.REDIS, which, millis(0, 1_500));
      case 10, 11, 12, 13, 14 -> new Freeze(Target.WORKER, which, shortOrLong());
      case 15, 16 -> new Freeze(Target.COORDINATOR, which, ofCoordinator());
      case 17 -> new Freeze(Target.REDIS, which, millis(50, 6_000));
      case 18 -> new Leave(which, millis(0, 3_000));
      case 19 -> new Join(stay());
      case 20, 21, 22 -> new Cut(Line.STORE, which, anyState(), millis(50, 2_000));
      case 23, 24, 25 -> new Cut(settings.lineToWorkers(), which, anyState(), shortOrLong());
      case 26 -> new Kill(Target.BUCKET, which, millis(0, 1_500));
      case 27, 28 -> new Freeze(Target.BUCKET, which, millis(50, 6_000));
      default -> new Cut(Line.BUCKET, which, anyState(), millis(50, 6_000));
    };
  }

  /** While the only one stands still, nothing else can be seen. */
  private Duration ofCoordinator() {
    boolean longer = settings.coordinators() > 1 && random.nextInt(3) == 0;
    return longer ? outlasting() : millis(50, 3_000);
  }

  /** {@return longer than the others wait for a coordinator} */
  private Duration outlasting() {
    return COORDINATOR_LEASE.plus(millis(500, 8_000));
  }

  private Cable.State anyState() {
    Cable.State[] states = Cable.State.values();
    return states[1 + random.nextInt(states.length - 1)];
  }

  private Duration shortOrLong() {
    boolean longer = random.nextInt(LONG_EACH) == 0;
    return longer ? settings.lease().plus(millis(1_000, 8_000)) : millis(50, 3_000);
  }

  private Duration millis(int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least));
  }
}
