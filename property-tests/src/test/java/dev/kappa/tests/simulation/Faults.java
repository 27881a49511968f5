package dev.kappa.tests.simulation;

import java.util.Random;

/**
 * How bad a world is. Probabilities are of each message or each turn of a worker.
 *
 * @param loss a message does not arrive
 * @param doubled a message arrives twice
 * @param crash a worker dies
 * @param release a worker gives its task back though it could go on
 * @param silence a worker that lives is taken for dead
 * @param restarts how often the coordinator dies, at most
 * @param delay how long a message takes at most, in milliseconds
 * @param flush how long it takes at most until changes are durable, in milliseconds
 */
record Faults(
    double loss,
    double doubled,
    double crash,
    double release,
    double silence,
    int restarts,
    int delay,
    int flush) {
  static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 5, 2);

  static Faults random(Random random) {
    return new Faults(
        some(random, 0.15),
        some(random, 0.15),
        some(random, 0.03),
        some(random, 0.05),
        some(random, 0.1),
        random.nextInt(6),
        1 + random.nextInt(60),
        1 + random.nextInt(40));
  }

  /** {@return none in half of the worlds} */
  private static double some(Random random, double most) {
    return random.nextBoolean() ? 0 : random.nextDouble() * most;
  }
}
