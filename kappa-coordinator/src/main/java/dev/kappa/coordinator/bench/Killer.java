package dev.kappa.coordinator.bench;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills a worker every two seconds, the first after half a second. */
final class Killer implements AutoCloseable {
  private static final long SEED = 5;
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Thread thread;
  private final AtomicInteger killed = new AtomicInteger();

  private Killer() {
    this.thread = Thread.ofVirtual().name("killer").unstarted(this::kill);
  }

  static Killer start() {
    Killer killer = new Killer();
    killer.thread.start();
    return killer;
  }

  /** {@return how many it has killed} */
  int killed() {
    return killed.get();
  }

  private void kill() {
    try {
      Thread.sleep(FIRST);
      while (true) {
        List<ProcessHandle> workers = WorkerProcesses.alive();
        if (!workers.isEmpty() && workers.get(random.nextInt(workers.size())).destroyForcibly()) {
          killed.incrementAndGet();
        }
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException e) {
      // It was closed.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
