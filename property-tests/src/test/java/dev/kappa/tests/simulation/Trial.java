package dev.kappa.tests.simulation;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One world by chance, but for some kinds of faults.
 *
 * @param without kinds of faults that do not happen
 */
record Trial(long seed, Set<Fault> without, Random random) {
  private static final double LOSING = 0.02;

  private static final int MANY = 8;

  /** Neighbouring seeds of {@link Random} begin alike: they are scattered first. */
  static Trial of(long seed, Set<Fault> without) {
    return new Trial(seed, without, new Random(new SplittableRandom(seed).nextLong()));
  }

  /** {@return a simulation in a world with any faults} */
  Simulation anywhere(Setting setting) {
    return in(Faults.random(random), setting);
  }

  /** {@return a simulation in a world with faults of these kinds, all of them} */
  Simulation with(Set<Fault> kinds, Setting setting) {
    return in(Faults.all(random).only(kinds), setting);
  }

  /** {@return the same, but they happen much more often} */
  Simulation withMany(Set<Fault> kinds, Setting setting) {
    Faults faults = Faults.all(random).only(kinds);
    for (Fault fault : Fault.values()) {
      faults = faults.with(fault, faults.rate(fault) * MANY);
    }
    return in(faults, setting);
  }

  /** {@return a simulation in a world with any faults but these} */
  Simulation withoutThese(Set<Fault> kinds, Setting setting) {
    return in(Faults.random(random).without(kinds), setting);
  }

  /** {@return the same, but Redis loses what it acknowledged again and again} */
  Simulation losing(Set<Fault> kinds, Setting setting) {
    return in(Faults.all(random).only(kinds).with(Fault.TAIL_LOST, LOSING), setting);
  }

  /**
   * {@return a simulation in which many values are in blobs} Redis does not lose what it
   * acknowledged: if it lost a blob and not the commit that names it, the run could not go on.
   */
  Simulation withBlobs(Setting setting) {
    return withoutThese(Set.of(Fault.TAIL_LOST), setting.inline(60 + random.nextInt(400)));
  }

  private Simulation in(Faults faults, Setting setting) {
    return new Simulation(new World(random, faults.without(without)), setting);
  }

  Setting setting(Program program) {
    return Setting.of(program, random);
  }

  static Set<Fault> except(Fault... faults) {
    Set<Fault> all = EnumSet.allOf(Fault.class);
    all.removeAll(Set.of(faults));
    return all;
  }
}
