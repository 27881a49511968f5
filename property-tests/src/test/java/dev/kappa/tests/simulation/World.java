package dev.kappa.tests.simulation;

import dev.kappa.wire.Message;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/** Time, chance and the network. What happens next is the earliest event of the agenda. */
final class World {
  private static final int MOST_EVENTS = 300_000;
  private static final int TOLD = 60;

  final Random random;
  final Faults faults;
  private final PriorityQueue<Event> agenda = new PriorityQueue<>();
  private final Deque<String> history = new ArrayDeque<>();
  private long now = 1_000_000;
  private long events;
  private long digest;

  private record Event(long at, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  World(Random random, Faults faults) {
    this.random = random;
    this.faults = faults;
  }

  /** {@return milliseconds since 1970} */
  long now() {
    return now;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** {@return from 1 to {@code most}} */
  int some(int most) {
    return 1 + random.nextInt(most);
  }

  void after(long millis, Runnable action) {
    events++;
    agenda.add(new Event(now + millis, events, action));
  }

  /** Runs until nothing is to happen any more. */
  void run() {
    while (!agenda.isEmpty()) {
      if (events > MOST_EVENTS) {
        throw new AssertionError("the run does not end");
      }
      Event next = agenda.remove();
      now = Math.max(now, next.at());
      next.action().run();
    }
  }

  /**
   * Sends a message as its bytes: it arrives later, or never, or twice, and may be overtaken.
   *
   * @param what tells the history who sends what to whom
   */
  void send(String what, Message message, Consumer<Message> receiver) {
    byte[] bytes = Message.frame(message).toBytes();
    if (chance(faults.loss())) {
      tell("lost: " + what);
      return;
    }
    int copies = chance(faults.doubled()) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      after(some(faults.delay()), () -> arrives(what, bytes, receiver));
    }
  }

  private void arrives(String what, byte[] bytes, Consumer<Message> receiver) {
    tell(what);
    receiver.accept(Message.parse(Arrays.copyOfRange(bytes, 4, bytes.length)));
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
