package dev.kappa.tests.simulation;

import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One world by chance, or a smaller one.
 *
 * @param less how it is smaller than what the seed says
 * @param seen what there was in it
 */
record Trial(long seed, Less less, Random random, Seen seen) {
  private static final String WORKERS_OPTION = "kappa.test.workers";

  /** How workers answer: {@code callback}, {@code return} or {@code mixed}; if empty, by chance. */
  private static final String WORKERS = System.getProperty(WORKERS_OPTION, "");

  private static final double LOSING = 0.02;

  private static final int MANY = 8;

  /** Neighbouring seeds of {@link Random} begin alike: they are scattered first. */
  static Trial of(long seed, Less less) {
    return new Trial(seed, less, random(seed), new Seen());
  }

  private static Random random(long seed) {
    return new Random(new SplittableRandom(seed).nextLong());
  }

  /** {@return the same once more} */
  Trial again() {
    return new Trial(seed, less, random(seed), seen);
  }

  /** {@return a program that is drawn, less what is cut from it} */
  Program drawn() {
    Plan plan = less.of(Plans.random(random));
    seen.drawn(plan);
    return Plans.program(plan);
  }

  /** {@return a simulation in a world with any faults} */
  Simulation anywhere(Setting setting) {
    return in(any(setting), setting);
  }

  private Faults any(Setting setting) {
    Faults faults = Faults.random(random);
    return setting.returns() ? faults.returning(random(~seed)) : faults;
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
    return in(any(setting).without(kinds), setting);
  }

  /** {@return the same, but Redis loses what it acknowledged again and again} */
  Simulation losing(Set<Fault> kinds, Setting setting) {
    return in(Faults.all(random).only(kinds).with(Fault.TAIL_LOST, LOSING), setting);
  }

  /**
   * {@return a simulation in which many values are in blobs} Redis does not lose what it
   * acknowledged: if it lost a blob and not the commit that names it, the run could not go on. In
   * half of the worlds in which functions return what they did, they put them into a bucket.
   */
  Simulation withBlobs(Setting setting) {
    boolean bucket = setting.returns() && random(-seed).nextBoolean();
    return withBlobsInRedis(bucket ? setting.withBucket() : setting);
  }

  /** {@return the same, but no blob is in a bucket} */
  Simulation withBlobsInRedis(Setting setting) {
    return withoutThese(Set.of(Fault.TAIL_LOST), setting.inline(60 + random.nextInt(400)));
  }

  private Simulation in(Faults faults, Setting setting) {
    Strikes strikes = seen.begin(new Strikes(less.only()));
    return new Simulation(new World(random, faults.without(less.without()), strikes), setting);
  }

  Setting setting(Program program) {
    return Setting.of(program, random).returning(returning());
  }

  /**
   * {@return which coordinators' functions have no connection} In two worlds of three none, in one
   * of four all, in the others some. Drawn apart: what else there is does not depend on it.
   */
  private long returning() {
    SplittableRandom own = new SplittableRandom(~seed);
    int drawn = own.nextInt(12);
    long some = own.nextLong();
    return switch (WORKERS) {
      case "callback" -> Setting.CONNECTED;
      case "return" -> Setting.RETURNING;
      case "mixed" -> some;
      default -> drawn > 3 ? Setting.CONNECTED : drawn > 0 ? Setting.RETURNING : some;
    };
  }

  /** {@return the option that says so, if it is not drawn} */
  static String workersOption() {
    return WORKERS.isEmpty() ? "" : " -D" + WORKERS_OPTION + "=" + WORKERS;
  }
}
