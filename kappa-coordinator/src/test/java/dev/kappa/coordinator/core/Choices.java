package dev.kappa.coordinator.core;

import java.util.List;

/** Decisions made beforehand, so that a failing sequence of them can be cut to a small one. */
final class Choices {
  private final List<Integer> numbers;
  private int used;

  Choices(List<Integer> numbers) {
    this.numbers = numbers;
  }

  boolean more() {
    return used < numbers.size();
  }

  /** {@return a number from 0 to {@code bound} - 1; 0 when all choices are used up} */
  int below(int bound) {
    return more() ? numbers.get(used++) % bound : 0;
  }

  /** {@return true one time in {@code n}; false when all choices are used up} */
  boolean oneIn(int n) {
    return below(n) == n - 1;
  }

  <T> T of(List<T> list) {
    return list.get(below(list.size()));
  }
}
