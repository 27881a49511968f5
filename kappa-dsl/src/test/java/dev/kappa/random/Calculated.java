package dev.kappa.random;

import dev.kappa.local.Journal;

/** Plans simply calculated: what they mean. */
final class Calculated {
  private long elapsed;

  /** {@return how long was slept} */
  long elapsed() {
    return elapsed;
  }

  long of(Plan plan, long x) throws Exception {
    return switch (plan) {
      case Plan.Give p -> p.n();
      case Plan.Add p -> Compiled.add(x, p.n());
      case Plan.Times p -> x * p.n();
      case Plan.Throw p -> Compiled.raise(p.kind(), x);
      case Plan.Flaky p -> Compiled.flaky(p, x);
      case Plan.Save p -> x;
      case Plan.Pause p -> {
        elapsed += p.millis();
        yield x;
      }
      case Plan.Post p -> x;
      case Plan.Then p -> of(p.second(), of(p.first(), x));
      case Plan.And p -> {
        long first = of(p.first(), x);
        yield first + of(p.second(), first);
      }
      case Plan.Also p -> {
        long main = of(p.main(), x);
        of(p.side(), main);
        yield main;
      }
      case Plan.Late p -> of(p.body(), x);
      case Plan.Catch p -> caught(p, x);
      case Plan.Finally p -> ensured(p, x);
      case Plan.Again p -> again(p, x);
      case Plan.Turns p -> {
        long value = x;
        for (int i = 0; i < p.turns(); i++) {
          value = of(p.body(), value);
        }
        yield value;
      }
      case Plan.Fold p -> {
        long sum = x;
        for (long item : Compiled.items(p.items())) {
          sum = of(p.body(), sum + item);
        }
        yield sum;
      }
      case Plan.Each p -> {
        for (long item : Compiled.items(p.items())) {
          of(p.body(), x + item);
        }
        yield x;
      }
      case Plan.Child p -> of(p.body(), x);
      case Plan.Children p -> {
        long sum = 0;
        for (long item : Compiled.items(p.count())) {
          sum += of(p.body(), x + item);
        }
        yield sum;
      }
    };
  }

  private long caught(Plan.Catch p, long x) throws Exception {
    try {
      return of(p.body(), x);
    } catch (Exception e) {
      if (!p.kind().type.isInstance(e)) {
        throw e;
      }
      Journal.note("handled " + e.getMessage());
      return of(p.handler(), x);
    }
  }

  private long ensured(Plan.Finally p, long x) throws Exception {
    long value;
    try {
      value = of(p.body(), x);
    } catch (Exception first) {
      try {
        of(p.finalizer(), x);
      } catch (Exception second) {
        first.addSuppressed(second);
      }
      throw first;
    }
    of(p.finalizer(), x);
    return value;
  }

  private long again(Plan.Again p, long x) throws Exception {
    for (int failures = 1; ; failures++) {
      try {
        return of(p.body(), x);
      } catch (Exception e) {
        if (failures == p.times()) {
          throw e;
        }
        elapsed += p.pauseMillis();
      }
    }
  }
}
