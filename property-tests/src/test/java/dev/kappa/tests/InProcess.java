package dev.kappa.tests;

import dev.kappa.Workflows;
import dev.kappa.coordinator.Coordinator;
import dev.kappa.coordinator.Listening;
import dev.kappa.coordinator.access.Protection;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.engine.EngineSettings;
import dev.kappa.coordinator.engine.Seat;
import dev.kappa.coordinator.platform.InProcessPlatform;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.handler.Deadline;
import dev.kappa.handler.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A coordinator with its workers in this JVM, and a store in memory. */
final class InProcess implements AutoCloseable {
  private final Coordinator.Running running;

  InProcess(Workflows workflows) {
    Worker worker =
        new Worker(workflows, InProcess.class.getClassLoader(), "test", Path.of("target"));
    InProcessPlatform platform =
        new InProcessPlatform(
            payload -> worker.handle(payload, Deadline.in(Duration.ofMinutes(15))));
    running =
        Coordinator.start(
            loop -> CompletableFuture.completedFuture(new MemoryStore(4).on(loop.next())),
            platform,
            EngineSettings.of(8),
            new Listening("127.0.0.1", 0, 0),
            Seat.USUAL_LEASE,
            true,
            Protection.NONE);
  }

  Coordinator.Running coordinator() {
    return running;
  }

  RunView run(String workflow, String input) {
    RunView started = running.runs().start(new StartRequest(workflow, input, null)).join();
    return running.runs().await(started.runId(), Duration.ofMinutes(2)).join();
  }

  @Override
  public void close() {
    running.close();
  }
}
