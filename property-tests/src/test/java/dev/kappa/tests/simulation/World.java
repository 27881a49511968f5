package dev.kappa.tests.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Time and chance. What happens next is the earliest event of the agenda. */
final class World {
  private static final int MOST_EVENTS = 200_000;

  /**
   * When nothing more goes wrong, runs end soon: more than twice as many as any was seen to need.
   */
  private static final int MOST_EVENTS_IN_CALM = 100_000;

  /** How many of the last events a failure tells: {@code -Dkappa.told=…}. */
  private static final int TOLD = Integer.getInteger("kappa.told", 80);

  private static final long START = 1_000_000;

  final Random random;
  final Faults faults;
  private final Strikes strikes;
  private final PriorityQueue<Event> agenda = new PriorityQueue<>();
  private final Deque<String> history = new ArrayDeque<>();
  private long now = START;
  private long events;
  private long digest;
  private long calm = START + 60_000;
  private long eventsBeforeCalm;
  private @Nullable Throwable broken;

  private record Event(long at, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  World(Random random, Faults faults, Strikes strikes) {
    this.random = random;
    this.faults = faults;
    this.strikes = strikes;
  }

  /** {@return milliseconds since 1970} */
  long now() {
    return now;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** {@return whether this goes wrong here and now} */
  boolean strikes(Fault fault) {
    boolean drawn = random.nextDouble() < faults.rate(fault);
    boolean happens = now < calm && strikes.happens(fault, drawn);
    if (happens) {
      tell("fault: " + fault);
    }
    return happens;
  }

  /** {@return how many faults there were} */
  int happened() {
    return strikes.happened().size();
  }

  /** {@return from 1 to {@code most}} */
  int some(int most) {
    return 1 + random.nextInt(most);
  }

  /** {@return how long a message takes} */
  int delay() {
    return some(faults.delay());
  }

  void after(long millis, Runnable action) {
    at(now + millis, action);
  }

  void at(long time, Runnable action) {
    events++;
    agenda.add(new Event(time, events, action));
  }

  /** A rule was broken: the world ends. */
  void violated(String what) {
    broken(new AssertionError(what));
  }

  void broken(Throwable how) {
    if (broken == null) {
      broken = how;
    }
  }

  /** Runs until {@code over}. */
  void run(BooleanSupplier over) {
    while (!over.getAsBoolean()) {
      Event next = agenda.poll();
      if (isTooLong() || next == null) {
        throw new AssertionError("the run does not end");
      }
      now = Math.max(now, next.at());
      if (now < calm) {
        eventsBeforeCalm = events;
      }
      next.action().run();
      if (broken != null) {
        throw new AssertionError(broken.getMessage(), broken);
      }
    }
  }

  private boolean isTooLong() {
    return events > MOST_EVENTS || events - eventsBeforeCalm > MOST_EVENTS_IN_CALM;
  }

  /** Nothing more goes wrong after so long from the start, so that every run can end. */
  void calmAfter(Duration trouble) {
    calm = START + trouble.toMillis();
  }

  // ---- history

  void tell(String line) {
    String full = now + " " + line;
    digest = 31 * digest + full.hashCode();
    history.add(full);
    if (history.size() > TOLD) {
      history.remove();
    }
  }

  /** {@return tells two histories apart} */
  long digest() {
    return digest;
  }

  /** {@return the last events} */
  String history() {
    return String.join("\n", history);
  }
}
