package dev.kappa.tests.soak;

import dev.kappa.tests.OwnRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Does to a cluster what a plan says. */
final class Mischief {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  /** So long it is waited until something comes a way that is disturbed. */
  private static final long COMING_NANOS = Duration.ofSeconds(10).toNanos();

  private final Cluster cluster;
  private final Findings findings;
  private final Path log;
  private final Set<Long> frozen = ConcurrentHashMap.newKeySet();
  private final Object redis = new Object();

  /** The server as S3 is killed, or stands still, not both at once. */
  private final ReentrantLock bucket = new ReentrantLock();

  private final AtomicBoolean visited = new AtomicBoolean();

  Mischief(Cluster cluster, Findings findings) {
    this.cluster = cluster;
    this.findings = findings;
    this.log = cluster.directory().resolve("faults.log");
  }

  /** Returns when all faults have ended. */
  void run(List<FaultPlan.Event> plan, Duration length) throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (FaultPlan.Event event : plan) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    until(start, event.at());
                    apply(event.fault());
                  }));
    }
    until(start, length);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void until(long start, Duration at) {
    sleep(at.minusNanos(System.nanoTime() - start));
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.isNegative() ? Duration.ZERO : time);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** Waits a while for something to hit. */
  private void apply(Fault fault) {
    try {
      long end = System.nanoTime() + PATIENCE_NANOS;
      while (!hits(fault)) {
        if (System.nanoTime() - end > 0) {
          findings.count("nothing to hit", 1);
          return;
        }
        sleep(PAUSE);
      }
      findings.count(fault.kind(), 1);
    } catch (IOException e) {
      findings.wrong("the soak itself could not do " + fault + ": " + e);
    }
  }

  private boolean hits(Fault fault) throws IOException {
    return switch (fault) {
      case Fault.Kill kill -> kill(kill);
      case Fault.Freeze freeze -> freeze(freeze);
      case Fault.Cut cut -> cut(cut);
      case Fault.Leave leave -> leave(leave);
      case Fault.Join join -> join(join);
    };
  }

  // ---- kinds

  private boolean kill(Fault.Kill kill) throws IOException {
    return switch (kill.target()) {
      case WORKER -> killWorker(kill);
      case COORDINATOR -> killCoordinator(kill);
      case REDIS -> killRedis(kill);
      case BUCKET -> killBucket(kill);
    };
  }

  private boolean killWorker(Fault.Kill kill) throws IOException {
    ProcessHandle worker = worker(kill.which());
    if (worker == null) {
      return false;
    }
    note(kill, worker);
    return worker.destroyForcibly();
  }

  private boolean killCoordinator(Fault.Kill kill) throws IOException {
    Node node = node(kill.which());
    ProcessHandle process = node.process();
    if (process == null) {
      return false;
    }
    note(kill, process);
    node.kill(kill.time());
    return true;
  }

  private boolean leave(Fault.Leave leave) throws IOException {
    Node node = node(leave.which());
    ProcessHandle process = node.process();
    if (process == null) {
      return false;
    }
    note(leave, process);
    ended(node, node.leave(leave.time()));
    return true;
  }

  private void ended(Node node, boolean inTime) {
    if (!inTime) {
      findings.wrong("a coordinator of %s did not end when asked to".formatted(node.data()));
    }
  }

  /** There is one guest: it comes once more when it has gone. */
  private boolean join(Fault.Join join) throws IOException {
    Node guest = cluster.guest();
    if (!visited.compareAndSet(false, true)) {
      return false;
    }
    try {
      guest.comeBack();
      note(join, null);
      sleep(join.time());
      ProcessHandle process = guest.process();
      boolean came = process != null;
      ended(guest, guest.leave(Node.FOREVER));
      note("the guest has left", process);
      return came;
    } finally {
      visited.set(false);
    }
  }

  private boolean killRedis(Fault.Kill kill) throws IOException {
    synchronized (redis) {
      OwnRedis server = cluster.servers().any(kill.which());
      note(kill, server.process().toHandle());
      server.kill();
      sleep(kill.time());
      server.startAgain();
    }
    return true;
  }

  private boolean killBucket(Fault.Kill kill) throws IOException {
    BucketServer server = bucket();
    bucket.lock();
    try {
      note(kill, server.process());
      server.killAndStartAgain(kill.time());
      note("the bucket is back", server.process());
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    } finally {
      bucket.unlock();
    }
    return true;
  }

  private BucketServer bucket() {
    return Objects.requireNonNull(cluster.bucket(), "there is no bucket");
  }

  private boolean freeze(Fault.Freeze freeze) throws IOException {
    return switch (freeze.target()) {
      case WORKER -> freeze(freeze, worker(freeze.which()));
      case COORDINATOR -> freeze(freeze, node(freeze.which()).process());
      case REDIS -> freeze(freeze, redisProcess(freeze.which()));
      case BUCKET -> {
        bucket.lock();
        try {
          yield freeze(freeze, bucket().process());
        } finally {
          bucket.unlock();
        }
      }
    };
  }

  private boolean freeze(Fault.Freeze freeze, @Nullable ProcessHandle process) throws IOException {
    if (process == null || !frozen.add(process.pid())) {
      return false;
    }
    try {
      note(freeze, process);
      Signals.stop(process);
      sleep(freeze.time());
    } finally {
      Signals.resume(process);
      frozen.remove(process.pid());
      note("resumed", process);
    }
    return true;
  }

  private ProcessHandle redisProcess(int which) {
    synchronized (redis) {
      return cluster.servers().any(which).process().toHandle();
    }
  }

  /** It lasts until something has come that way; if nothing does, it has hit nothing. */
  private boolean cut(Fault.Cut cut) throws IOException {
    Node node = lively(cut.which());
    Cable cable = node.cable(cut.line(), cut.which());
    long before;
    synchronized (cable) {
      if (cable.state() != Cable.State.WHOLE) {
        return false;
      }
      before = cable.met();
      cable.set(cut.state());
    }
    note(cut, node.process());
    sleep(cut.time());
    long end = System.nanoTime() + COMING_NANOS;
    while (cable.met() == before && System.nanoTime() - end < 0) {
      sleep(PAUSE);
    }
    cable.set(Cable.State.WHOLE);
    note("whole again: " + cut, null);
    return cable.met() > before;
  }

  // ---- whom

  private Node node(int which) {
    return cluster.nodes().get(which % cluster.nodes().size());
  }

  /** {@return one that goes on, if there is one} */
  private Node lively(int which) {
    int nodes = cluster.nodes().size();
    return IntStream.range(0, nodes)
        .mapToObj(i -> node(which % nodes + i))
        .filter(this::goesOn)
        .findFirst()
        .orElse(node(which));
  }

  private boolean goesOn(Node node) {
    ProcessHandle process = node.process();
    return process != null && !frozen.contains(process.pid());
  }

  /** {@return a worker that does not stand still; null if there is none} */
  private @Nullable ProcessHandle worker(int which) {
    List<ProcessHandle> workers =
        Stream.of(node(which))
            .flatMap(node -> node.workers().stream())
            .filter(process -> !frozen.contains(process.pid()))
            .toList();
    return workers.isEmpty() ? null : workers.get(which / cluster.nodes().size() % workers.size());
  }

  private void note(Object what, @Nullable ProcessHandle process) throws IOException {
    String pid = process == null ? "" : Objects.toString(process.pid());
    String line = Instant.now() + " " + what + " " + pid + System.lineSeparator();
    Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
