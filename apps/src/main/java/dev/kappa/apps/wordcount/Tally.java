package dev.kappa.apps.wordcount;

import java.util.List;
import java.util.PriorityQueue;

/** Adds counts up and remembers the greatest. Its memory is bounded. */
final class Tally {
  private static final int TOP = 20;

  private final PriorityQueue<Count> top = new PriorityQueue<>(Count.BY_COUNT.reversed());
  private long total;
  private long distinct;

  void add(Count count) {
    total += count.count();
    distinct++;
    top.add(count);
    if (top.size() > TOP) {
      top.remove();
    }
  }

  WordCount.Result result(String file) {
    List<Count> greatest = top.stream().sorted(Count.BY_COUNT).toList();
    return new WordCount.Result(total, distinct, greatest, file);
  }
}
