package dev.kappa.tests.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * How bad a world is.
 *
 * @param rates how probable each fault is
 * @param delay how long a message takes at most, in milliseconds
 */
record Faults(Map<Fault, Double> rates, int delay) {
  static final Faults NONE = new Faults(Map.of(), 5);

  /** Each kind of fault happens in every other world, but those of functions that return. */
  static Faults random(Random random) {
    return new Faults(rates(random, false), 1 + random.nextInt(60));
  }

  /** {@return this with those of functions that return, each of which happens in every other} */
  Faults returning(Random random) {
    Map<Fault, Double> more = new EnumMap<>(Fault.class);
    more.putAll(rates);
    more.putAll(rates(random, true));
    return new Faults(more, delay);
  }

  private static Map<Fault, Double> rates(Random random, boolean ofReturning) {
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      if (fault.ofReturning == ofReturning) {
        boolean happens = random.nextBoolean();
        double rate = random.nextDouble() * fault.most;
        if (happens) {
          rates.put(fault, rate);
        }
      }
    }
    return rates;
  }

  /** {@return all kinds at once, each at its worst} */
  static Faults all(Random random) {
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      rates.put(fault, fault.most);
    }
    return new Faults(rates, 1 + random.nextInt(60));
  }

  Faults without(Set<Fault> faults) {
    Map<Fault, Double> fewer = new EnumMap<>(Fault.class);
    fewer.putAll(rates);
    fewer.keySet().removeAll(faults);
    return new Faults(fewer, delay);
  }

  Faults only(Set<Fault> faults) {
    Map<Fault, Double> some = new EnumMap<>(Fault.class);
    some.putAll(rates);
    some.keySet().retainAll(faults);
    return new Faults(some, delay);
  }

  /** {@return this with another rate of a fault} */
  Faults with(Fault fault, double rate) {
    Map<Fault, Double> changed = new EnumMap<>(Fault.class);
    changed.putAll(rates);
    changed.put(fault, rate);
    return new Faults(changed, delay);
  }

  double rate(Fault fault) {
    return rates.getOrDefault(fault, 0.0);
  }
}
