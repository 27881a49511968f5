package dev.kappa.tests.simulation;

import dev.kappa.coordinator.api.HeldPage;
import dev.kappa.coordinator.api.Limits;
import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.engine.EngineRuns;
import dev.kappa.coordinator.engine.Peers;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.Rebinding;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one coordinator asks another. What is asked may come much later, when the asker has given
 * up; the answer may be lost.
 */
final class SimulatedForwarding implements Runs {
  private static final int PATIENCE = 5000;

  private final World world;
  private final Peers peers;
  private final Runs here;
  private final Coordinators coordinators;

  SimulatedForwarding(World world, Peers peers, Runs here, Coordinators coordinators) {
    this.world = world;
    this.peers = peers;
    this.here = here;
    this.coordinators = coordinators;
  }

  @Override
  public CompletableFuture<RunView> start(StartRequest request) {
    return ask(EngineRuns.idFor(request), runs -> runs.start(request));
  }

  @Override
  public CompletableFuture<RunView> find(String runId) {
    return ask(runId, runs -> runs.find(runId));
  }

  @Override
  public CompletableFuture<RunView> cancel(String runId) {
    return ask(runId, runs -> runs.cancel(runId));
  }

  @Override
  public CompletableFuture<RunView> terminate(String runId) {
    return ask(runId, runs -> runs.terminate(runId));
  }

  @Override
  public CompletableFuture<RunView> signal(String runId, String name, String json) {
    return ask(runId, runs -> runs.signal(runId, name, json));
  }

  @Override
  public Limits limits() {
    return new Limits() {
      @Override
      public CompletableFuture<PermitAnswer> ask(PermitRequest request) {
        return SimulatedForwarding.this.ask(
            request.limit().id(), runs -> runs.limits().ask(request));
      }

      @Override
      public CompletableFuture<Void> offered(String run, String task) {
        return SimulatedForwarding.this.ask(run, runs -> runs.limits().offered(run, task));
      }
    };
  }

  private <T> CompletableFuture<T> ask(String run, Function<Runs, CompletableFuture<T>> request) {
    URI owner = peers.clientsTo(run);
    if (owner == null) {
      return request.apply(here);
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean late = world.strikes(Fault.CUT);
    world.after(
        late ? world.some(2 * PATIENCE) : world.delay(),
        () -> arrived(coordinators.named(owner.getHost()), request, answer));
    world.after(PATIENCE, () -> answer.completeExceptionally(unreachable()));
    return answer;
  }

  private <T> void arrived(
      @Nullable SimulatedCoordinator there,
      Function<Runs, CompletableFuture<T>> request,
      CompletableFuture<T> answer) {
    if (there == null) {
      answer.completeExceptionally(unreachable());
      return;
    }
    request
        .apply(there.runs())
        .whenComplete(
            (view, error) -> {
              if (world.strikes(Fault.CUT)) {
                return;
              }
              world.after(world.delay(), () -> answer(view, error, answer));
            });
  }

  private static <T> void answer(T view, @Nullable Throwable error, CompletableFuture<T> answer) {
    if (error != null) {
      answer.completeExceptionally(error);
    } else {
      answer.complete(view);
    }
  }

  private static KappaException unreachable() {
    return new KappaException(ErrorCode.COORDINATOR_UNREACHABLE, "it does not answer");
  }

  // ---- what runs do not ask

  @Override
  public CompletableFuture<RunView> await(String runId, Duration atMost) {
    return here.await(runId, atMost);
  }

  @Override
  public CompletableFuture<List<RunView>> list(RunFilter filter) {
    return here.list(filter);
  }

  @Override
  public CompletableFuture<HeldPage> held(@Nullable String after) {
    return here.held(after);
  }

  @Override
  public CompletableFuture<HeldPage> heldBy(String runId) {
    return here.heldBy(runId);
  }

  @Override
  public CompletableFuture<RunView> move(String runId, String version) {
    return here.move(runId, version);
  }

  @Override
  public CompletableFuture<RunView> accept(String runId, List<Rebinding> rebindings) {
    return here.accept(runId, rebindings);
  }

  @Override
  public CompletableFuture<List<String>> workflows() {
    return here.workflows();
  }
}
