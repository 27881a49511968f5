package dev.kappa.tests.simulation;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.engine.EngineRuns;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts a run and asks for its result, again and again until it has it. */
final class SimulatedClient {
  private static final int PATIENCE = 3000;

  private final World world;
  private final Monitor monitor;
  private final Coordinators coordinators;
  private final StartRequest request;
  private @Nullable RunView result;
  private final Map<String, String> signals;
  private long cancelAt = Long.MAX_VALUE;
  private int asked;

  SimulatedClient(
      World world,
      Monitor monitor,
      Coordinators coordinators,
      String key,
      Map<String, String> signals) {
    this.world = world;
    this.monitor = monitor;
    this.coordinators = coordinators;
    this.request = new StartRequest("program", "null", key);
    this.signals = new TreeMap<>(signals);
    boolean later = world.random.nextInt(4) == 0;
    world.after(later ? world.some(5000) : 0, this::start);
  }

  /** Makes it cancel the run then. */
  void cancelAt(long time) {
    cancelAt = time;
  }

  /** {@return the run that it has started, or is to start} */
  String run() {
    return EngineRuns.idFor(request);
  }

  @Nullable RunView result() {
    return result;
  }

  private void start() {
    ask((coordinator, runs) -> runs.start(request), this::started);
  }

  private void started(RunView run) {
    boolean cancels = world.now() >= cancelAt;
    // What cleans up may wait for a signal, too.
    if (cancels && (signals.isEmpty() || world.random.nextBoolean())) {
      ask((coordinator, runs) -> runs.cancel(run.runId()), view -> watch(run));
    } else if (!signals.isEmpty() && world.random.nextInt(cancels ? 2 : 4) == 0) {
      signal(run);
    } else {
      watch(run);
    }
  }

  /** Sends one of them, again and again: the store may lose what was answered. */
  private void signal(RunView run) {
    var all = List.copyOf(signals.entrySet());
    var one = all.get(world.random.nextInt(all.size()));
    ask(
        (coordinator, runs) -> runs.signal(run.runId(), one.getKey(), one.getValue()),
        view -> watch(run));
  }

  private void watch(RunView run) {
    Monitor.Progress known = monitor.known(run.runId());
    ask(
        (coordinator, runs) ->
            runs.find(run.runId()).thenApply(view -> heard(coordinator, view, known)),
        view -> {
          if (view.status().ended()) {
            world.tell("client: " + view.status());
            result = view;
            sendOn(run);
          } else {
            world.after(world.some(300), () -> started(run));
          }
        });
  }

  /**
   * The store may lose the end, and the signals before it: they are sent as long as there is a run.
   */
  private void sendOn(RunView run) {
    SimulatedCoordinator coordinator = coordinators.any();
    if (coordinator != null) {
      signals.forEach(
          (name, json) -> {
            var unused = coordinator.runs().signal(run.runId(), name, json);
          });
    }
    if (!signals.isEmpty()) {
      world.after(3000 + world.some(3000), () -> sendOn(run));
    }
  }

  private RunView heard(SimulatedCoordinator coordinator, RunView view, Monitor.Progress known) {
    world.tell("client hears of " + view.checkpoints() + " commits of " + view.runId());
    monitor.answered(coordinator, view, known);
    return view;
  }

  /** Asks someone; without an answer in time, or with a bad one, begins anew. */
  private void ask(
      BiFunction<SimulatedCoordinator, Runs, CompletableFuture<RunView>> question,
      Consumer<RunView> answer) {
    SimulatedCoordinator coordinator = coordinators.any();
    int number = ++asked;
    world.after(PATIENCE, () -> again(number));
    if (coordinator != null) {
      world.tell("client asks " + coordinator);
      question
          .apply(coordinator, coordinator.runs())
          .whenComplete(
              (view, error) ->
                  world.after(
                      world.delay(),
                      () -> {
                        if (number != asked || coordinator.hasEnded()) {
                          return;
                        }
                        if (error == null) {
                          answer.accept(view);
                        } else if (result == null) {
                          world.after(world.some(200), () -> again(number));
                        }
                      }));
    }
  }

  private void again(int number) {
    if (number == asked && result == null) {
      start();
    }
  }
}
