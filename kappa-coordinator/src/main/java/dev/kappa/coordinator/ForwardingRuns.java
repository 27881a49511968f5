package dev.kappa.coordinator;

import dev.kappa.coordinator.access.Keys;
import dev.kappa.coordinator.api.HeldPage;
import dev.kappa.coordinator.api.Limits;
import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.api.Schedules;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.coordinator.engine.EngineRuns;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Rebinding;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers for all runs of the store: what is asked of another coordinator's run is sent on to that
 * one, and its answer handed back. One hop: who is asked in this way does not send it on. Where
 * nobody answers, or the run has moved, it is found out anew who has it; a few times, then the
 * request fails. All requests may be sent twice: starts have a key. May be called on any thread.
 */
final class ForwardingRuns implements Runs, AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(5);

  /** So many answers of others are read at once: each may be large, and is held as a whole. */
  private static final int MOST_ANSWERS = 64;

  private static final int TRIES = 3;
  private static final int PAUSE_MILLIS = 300;

  private final Executor loop;
  private final Others others;
  private final Runs here;
  private final Function<URI, KappaClient> connector;
  private final Map<URI, KappaClient> clients = new ConcurrentHashMap<>();
  private final Schedules schedules;
  private final Limits limits;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Who else is there. Asked on the loop. */
  interface Others {
    /** {@return where who has a run is reached; null if that is not known, or is here} */
    @Nullable URI ownerOf(String run);

    /** {@return where all others are reached} */
    Set<URI> all();
  }

  private record Place(@Nullable URI owner, Set<URI> all) {}

  /** Sends on what {@code here} can't answer because one of the {@code others} has the run. */
  ForwardingRuns(Executor loop, Others others, Runs here, Keys keys, String trust) {
    this(loop, others, here, connector(new Semaphore(MOST_ANSWERS), keys, trust));
  }

  private static Function<URI, KappaClient> connector(Semaphore room, Keys keys, String trust) {
    return other ->
        KappaClient.forwarding(other, CONNECT_TIMEOUT, ANSWER_TIMEOUT, room, keys.peers(), trust);
  }

  ForwardingRuns(Executor loop, Others others, Runs here, Function<URI, KappaClient> connector) {
    this.loop = loop;
    this.others = others;
    this.here = here;
    this.connector = connector;
    this.schedules = new ForwardingSchedules(this, here);
    this.limits = new ForwardingLimits(this);
  }

  @Override
  public CompletableFuture<RunView> start(StartRequest request) {
    String key = request.idempotencyKey();
    StartRequest keyed = key != null ? request : request.withKey(UUID.randomUUID().toString());
    String run = EngineRuns.idFor(keyed);
    return anywhere(run, runs -> runs.start(keyed), client -> client.start(keyed));
  }

  @Override
  public CompletableFuture<RunView> find(String runId) {
    return anywhere(runId, runs -> runs.find(runId), client -> client.find(runId));
  }

  @Override
  public CompletableFuture<RunView> await(String runId, Duration atMost) {
    return awaitUntil(runId, System.nanoTime() + atMost.toNanos());
  }

  /** Asks another for a short while only, again and again: the run may move meanwhile. */
  private CompletableFuture<RunView> awaitUntil(String run, long end) {
    return anywhere(
            run,
            runs -> runs.await(run, left(end)),
            client ->
                client.await(run, left(end).compareTo(LONGEST_POLL) < 0 ? left(end) : LONGEST_POLL))
        .thenCompose(
            view ->
                view.status().ended() || left(end).isZero()
                    ? CompletableFuture.completedFuture(view)
                    : awaitUntil(run, end));
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  @Override
  public CompletableFuture<RunView> cancel(String runId) {
    return anywhere(runId, runs -> runs.cancel(runId), client -> client.cancel(runId));
  }

  @Override
  public CompletableFuture<RunView> terminate(String runId) {
    return anywhere(runId, runs -> runs.terminate(runId), client -> client.terminate(runId));
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
  public CompletableFuture<RunView> move(String runId, String version) {
    return anywhere(
        runId, runs -> runs.move(runId, version), client -> client.move(runId, version));
  }

  @Override
  public CompletableFuture<RunView> accept(String runId, List<Rebinding> rebindings) {
    return anywhere(
        runId, runs -> runs.accept(runId, rebindings), client -> client.accept(runId, rebindings));
  }

  @Override
  public CompletableFuture<HeldPage> held(@Nullable String after) {
    return here.held(after);
  }

  @Override
  public CompletableFuture<HeldPage> heldBy(String runId) {
    return here.heldBy(runId);
  }

  /** Whoever is asked lets it in: it hears of the others from there. */
  @Override
  public CompletableFuture<String> letResidentIn() {
    return here.letResidentIn();
  }

  @Override
  public CompletableFuture<List<String>> workflows() {
    return here.workflows();
  }

  @Override
  public Schedules schedules() {
    return schedules;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  // ---- sending on

  /** Asks whoever has {@code run}, which may also be a schedule or a limit. */
  <T> CompletableFuture<T> anywhere(
      String run, Function<Runs, CompletableFuture<T>> local, Function<KappaClient, T> remote) {
    return attempt(run, local, remote, TRIES);
  }

  private <T> CompletableFuture<T> attempt(
      String run,
      Function<Runs, CompletableFuture<T>> local,
      Function<KappaClient, T> remote,
      int tries) {
    return CompletableFuture.supplyAsync(() -> new Place(others.ownerOf(run), others.all()), loop)
        .thenCompose(
            place -> {
              URI owner = place.owner();
              return owner == null
                  ? local.apply(here)
                  : CompletableFuture.supplyAsync(
                      () -> there(run, owner, place.all(), remote), threads);
            })
        .exceptionallyCompose(
            error ->
                tries > 1 && mayBeElsewhere(error)
                    ? afterAPause(() -> attempt(run, local, remote, tries - 1))
                    : CompletableFuture.failedFuture(error));
  }

  private static boolean mayBeElsewhere(Throwable error) {
    Throwable cause = error instanceof CompletionException e ? e.getCause() : error;
    return cause instanceof KappaException e
        && (e.code() == ErrorCode.FENCED || e.code() == ErrorCode.COORDINATOR_UNREACHABLE);
  }

  private <T> CompletableFuture<T> afterAPause(Supplier<CompletableFuture<T>> what) {
    Executor later =
        CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, threads);
    return CompletableFuture.supplyAsync(what, later).thenCompose(Function.identity());
  }

  /** Blocks, and may make a client: not to be called on the loop. */
  private <T> T there(String run, URI owner, Set<URI> all, Function<KappaClient, T> remote) {
    forget(all);
    try {
      return remote.apply(clients.computeIfAbsent(owner, connector));
    } catch (KappaException e) {
      if (e.code() != ErrorCode.COORDINATOR_UNREACHABLE) {
        throw e;
      }
      throw new KappaException(
          ErrorCode.COORDINATOR_UNREACHABLE,
          ("the coordinator %s has run '%s' and does not answer; ask again: if it is gone, another"
                  + " takes its runs over within seconds")
              .formatted(owner, run),
          e);
    }
  }

  /** Closes the clients of those that are there no more. */
  private void forget(Set<URI> all) {
    for (URI known : List.copyOf(clients.keySet())) {
      KappaClient former = all.contains(known) ? null : clients.remove(known);
      if (former != null) {
        former.close();
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clients.values().forEach(KappaClient::close);
  }
}
