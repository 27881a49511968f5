package dev.kappa.coordinator.platform.local;

import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Processes for resident tasks: they are no function's, so no limit of Lambda holds for them but
 * its memory. They never outlive this process, however it ends. Thread-safe.
 */
final class ResidentProcesses {
  /** Says how many tasks one does at once; 0 to start none. */
  static final String VARIABLE = "KAPPA_RESIDENT";

  /** One without a task ends after so long; it is started again when there is one. */
  private static final String IDLE_SECONDS = "60";

  /** So long one may take to give back what it has when the service ends. */
  private static final int GRACE_SECONDS = 3;

  /** So often it is looked how large its log has become. */
  private static final int LOOK_MILLIS = 10_000;

  /** So many logs are kept, of the processes that were started last. */
  private static final int LOGS = 20;

  private final WorkerPools pools;
  private final LocalLambdaSettings settings;
  private final Set<Process> all = ConcurrentHashMap.newKeySet();
  private final AtomicInteger number = new AtomicInteger();
  private volatile boolean closed;

  ResidentProcesses(WorkerPools pools, LocalLambdaSettings settings) {
    this.pools = pools;
    this.settings = settings;
  }

  /** {@return whether any are to be started} */
  boolean areWanted() {
    return !"0".equals(settings.environment().get(VARIABLE));
  }

  /**
   * Starts one.
   *
   * @param version of the function
   * @param invitation with what it is let in
   * @return completes when it has ended
   */
  CompletableFuture<InvokeOutcome> start(String version, byte[] invitation) {
    return CompletableFuture.supplyAsync(() -> pools.of(version), pools.loop())
        .thenCompose(pool -> pool)
        .thenApplyAsync(
            pool -> run(pool.map(WorkerPool::launcher), version, invitation),
            task -> Thread.ofVirtual().start(task));
  }

  private InvokeOutcome run(Optional<WorkerLauncher> launcher, String version, byte[] invitation) {
    if (launcher.isEmpty() || closed) {
      return failed(InvokeError.INIT_ERROR, "there is no version " + version);
    }
    int next = number.incrementAndGet();
    WorkerLog log = launcher.get().residentLog(next);
    launcher.get().residentLog(next - LOGS).delete();
    Map<String, String> environment =
        Map.of(
            "KAPPA_INVITATION",
            new String(invitation, StandardCharsets.UTF_8),
            "KAPPA_CODE_VERSION",
            version,
            "KAPPA_IDLE",
            IDLE_SECONDS,
            "KAPPA_GRACE",
            Integer.toString(GRACE_SECONDS));
    try {
      Process process = launcher.get().launchResident(environment, log);
      all.add(process);
      if (closed) {
        ProcessTree.kill(process);
      }
      int status = ended(process, log, LOOK_MILLIS);
      all.remove(process);
      return outcome(status, log);
    } catch (IOException e) {
      return failed(InvokeError.INIT_ERROR, "it can't be started: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new InvokeOutcome.Failed(InvokeError.NO_ANSWER, "interrupted");
    }
  }

  /** Waits for its end; what it writes meanwhile stays within its bounds. */
  static int ended(Process process, WorkerLog log, long lookMillis)
      throws InterruptedException, IOException {
    while (!process.waitFor(lookMillis, TimeUnit.MILLISECONDS)) {
      log.bound();
    }
    return process.exitValue();
  }

  private static InvokeOutcome outcome(int status, WorkerLog log) {
    return status == 0
        ? new InvokeOutcome.Returned(new byte[0])
        : failed(
            InvokeError.CRASH,
            "the process for resident tasks ended with %d; all that it said is in %s; the last: %s"
                .formatted(status, log.file(), log.tail().strip()));
  }

  private static InvokeOutcome failed(InvokeError kind, String message) {
    return new InvokeOutcome.Failed(kind, message);
  }

  /** Ends all: what they have not given back by then runs again when there are others. */
  void close() {
    closed = true;
    for (Process process : all) {
      askToEnd(process);
    }
    for (Process process : all) {
      try {
        if (!process.waitFor(GRACE_SECONDS + 1L, TimeUnit.SECONDS)) {
          ProcessTree.kill(process);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        ProcessTree.kill(process);
      }
    }
  }

  /** As its life line understands it. */
  private static void askToEnd(Process process) {
    try {
      process.getOutputStream().write('x');
      process.getOutputStream().flush();
    } catch (IOException e) {
      ProcessTree.kill(process);
    }
  }
}
