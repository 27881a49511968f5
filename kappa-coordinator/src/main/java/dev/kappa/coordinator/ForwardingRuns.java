package dev.kappa.coordinator;

import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.coordinator.engine.Engine;
import dev.kappa.coordinator.engine.EngineRuns;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Answers for all runs of the store: what is asked of another coordinator's run is sent on to that
 * one, and its answer handed back. One hop: who is asked in this way does not send it on. May be
 * called on any thread.
 */
final class ForwardingRuns implements Runs, AutoCloseable {
  private final Executor loop;
  private final Engine engine;
  private final EngineRuns here;
  private final Map<URI, KappaClient> clients = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Sends on what {@code here} can't answer because {@code engine} does not have the run. */
  ForwardingRuns(Executor loop, Engine engine, EngineRuns here) {
    this.loop = loop;
    this.engine = engine;
    this.here = here;
  }

  @Override
  public CompletableFuture<RunView> start(StartRequest request) {
    String key = request.idempotencyKey();
    StartRequest keyed =
        key != null
            ? request
            : new StartRequest(
                request.workflow(), request.inputJson(), UUID.randomUUID().toString());
    String run = EngineRuns.idFor(keyed);
    return anywhere(run, runs -> runs.start(keyed), client -> client.start(keyed));
  }

  @Override
  public CompletableFuture<RunView> find(String runId) {
    return anywhere(runId, runs -> runs.find(runId), client -> client.find(runId));
  }

  @Override
  public CompletableFuture<RunView> await(String runId, Duration atMost) {
    return anywhere(
        runId, runs -> runs.await(runId, atMost), client -> client.await(runId, atMost));
  }

  @Override
  public CompletableFuture<RunView> cancel(String runId) {
    return anywhere(runId, runs -> runs.cancel(runId), client -> client.cancel(runId));
  }

  @Override
  public CompletableFuture<RunView> signal(String runId, String name, String json) {
    return anywhere(
        runId, runs -> runs.signal(runId, name, json), client -> client.signal(runId, name, json));
  }

  @Override
  public CompletableFuture<List<RunView>> list(RunFilter filter) {
    return here.list(filter);
  }

  @Override
  public CompletableFuture<List<String>> workflows() {
    return here.workflows();
  }

  private CompletableFuture<RunView> anywhere(
      String run,
      Function<Runs, CompletableFuture<RunView>> local,
      Function<KappaClient, RunView> remote) {
    return CompletableFuture.supplyAsync(() -> engine.clientsTo(run), loop)
        .thenCompose(other -> other == null ? local.apply(here) : there(other, remote));
  }

  private CompletableFuture<RunView> there(URI other, Function<KappaClient, RunView> remote) {
    KappaClient client = clients.computeIfAbsent(other, KappaClient::forwarding);
    return CompletableFuture.supplyAsync(() -> remote.apply(client), threads);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clients.values().forEach(KappaClient::close);
  }
}
