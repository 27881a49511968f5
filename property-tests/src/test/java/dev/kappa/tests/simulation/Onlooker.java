package dev.kappa.tests.simulation;

/** Somebody who asks all coordinators what they know of a run, whoever has it. */
final class Onlooker {
  private static final int PAUSE = 250;

  private final World world;
  private final Monitor monitor;
  private final Coordinators coordinators;
  private final SimulatedClient client;

  /** Looks at the run of {@code client}. */
  Onlooker(World world, Monitor monitor, Coordinators coordinators, SimulatedClient client) {
    this.world = world;
    this.monitor = monitor;
    this.coordinators = coordinators;
    this.client = client;
  }

  /** Asks each coordinator that is there, when it has answered again, until the run has ended. */
  void begin() {
    coordinators.all().forEach(this::ask);
  }

  /** Who does not have the run says so; that is no answer. */
  private void ask(SimulatedCoordinator coordinator) {
    Monitor.Progress known = monitor.known(client.run());
    coordinator
        .runs()
        .find(client.run())
        .whenComplete(
            (view, error) -> {
              if (error == null) {
                world.tell(
                    coordinator
                        + " knows of "
                        + view.checkpoints()
                        + " commits (expected: >= "
                        + known.commits()
                        + ")");
                monitor.answered(coordinator, view, known);
              }
              if (client.result() == null) {
                world.after(world.some(PAUSE), () -> ask(coordinator));
              }
            });
  }
}
