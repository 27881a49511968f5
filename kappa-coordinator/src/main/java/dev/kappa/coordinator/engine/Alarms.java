package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.RunState;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** When the runs in memory are due, in order. */
final class Alarms {
  private final ScheduledExecutorService loop;
  private final Time time;
  private final Consumer<String> due;
  private final TreeSet<Alarm> alarms = new TreeSet<>();
  private @Nullable ScheduledFuture<?> next;

  private record Alarm(long at, String run) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : run.compareTo(other.run);
    }
  }

  /** Tells {@code due} of each run that is. */
  Alarms(ScheduledExecutorService loop, Time time, Consumer<String> due) {
    this.loop = loop;
    this.time = time;
    this.due = due;
  }

  /** Sets a run's alarm to what its state says. */
  void set(LoadedRun run, RunState state) {
    long wake = state.header().wake();
    long at = wake <= 0 ? state.nextTimer() : wake;
    if (at == run.scheduled()) {
      return;
    }
    remove(run);
    run.scheduled(at);
    if (at != Long.MAX_VALUE) {
      alarms.add(new Alarm(at, run.id));
    }
    await();
  }

  /** Forgets a run. */
  void remove(LoadedRun run) {
    alarms.remove(new Alarm(run.scheduled(), run.id));
    run.scheduled(Long.MAX_VALUE);
  }

  void close() {
    alarms.clear();
    cancel();
  }

  private void cancel() {
    if (next != null) {
      next.cancel(false);
      next = null;
    }
  }

  private void await() {
    cancel();
    if (!alarms.isEmpty()) {
      long delay = Math.max(0, alarms.first().at() - time.now());
      next = loop.schedule(this::ring, delay, TimeUnit.MILLISECONDS);
    }
  }

  private void ring() {
    long now = time.now();
    while (!alarms.isEmpty() && alarms.first().at() <= now) {
      due.accept(alarms.removeFirst().run());
    }
    await();
  }
}
