package dev.kappa.tests.soak;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Does to a cluster what a plan says. */
final class Mischief {
  private final Cluster cluster;
  private final Findings findings;
  private final Path log;
  private final Set<Long> frozen = ConcurrentHashMap.newKeySet();
  private final Object redis = new Object();

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

  private void apply(Fault fault) {
    try {
      boolean done =
          switch (fault) {
            case Fault.Kill kill -> kill(kill);
            case Fault.Freeze freeze -> freeze(freeze);
            case Fault.Cut cut -> cut(cut);
          };
      findings.count(done ? fault.kind() : "nothing to hit", 1);
    } catch (IOException e) {
      findings.wrong("the soak itself could not do " + fault + ": " + e);
    }
  }

  // ---- kinds

  private boolean kill(Fault.Kill kill) throws IOException {
    return switch (kill.target()) {
      case WORKER -> killWorker(kill);
      case COORDINATOR -> killCoordinator(kill);
      case REDIS -> killRedis(kill);
    };
  }

  private boolean killWorker(Fault.Kill kill) throws IOException {
    ProcessHandle worker = worker(kill.which());
    note(kill, worker);
    return worker != null && worker.destroyForcibly();
  }

  private boolean killCoordinator(Fault.Kill kill) throws IOException {
    Node node = node(kill.which());
    note(kill, node.process());
    node.kill(kill.time());
    return true;
  }

  private boolean killRedis(Fault.Kill kill) throws IOException {
    synchronized (redis) {
      note(kill, cluster.redis().process().toHandle());
      cluster.redis().kill();
      sleep(kill.time());
      cluster.redis().startAgain();
    }
    return true;
  }

  private boolean freeze(Fault.Freeze freeze) throws IOException {
    ProcessHandle process =
        switch (freeze.target()) {
          case WORKER -> worker(freeze.which());
          case COORDINATOR -> node(freeze.which()).process();
          case REDIS -> redisProcess();
        };
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

  private ProcessHandle redisProcess() {
    synchronized (redis) {
      return cluster.redis().process().toHandle();
    }
  }

  private boolean cut(Fault.Cut cut) throws IOException {
    Node node = node(cut.which());
    Cable cable = node.cable(cut.line());
    synchronized (cable) {
      if (cable.state() != Cable.State.WHOLE) {
        return false;
      }
      cable.set(cut.state());
    }
    note(cut, node.process());
    sleep(cut.time());
    cable.set(Cable.State.WHOLE);
    note("whole again: " + cut, null);
    return true;
  }

  // ---- whom

  private Node node(int which) {
    return cluster.nodes().get(which % cluster.nodes().size());
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
