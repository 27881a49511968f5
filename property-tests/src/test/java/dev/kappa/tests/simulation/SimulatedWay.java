package dev.kappa.tests.simulation;

import dev.kappa.coordinator.engine.WorkerWays;
import dev.kappa.wire.Message;
import org.jspecify.annotations.Nullable;

/** How a coordinator says to another what a function returned to it. */
final class SimulatedWay implements WorkerWays.Way, Line.Caller {
  private final SimulatedCoordinator from;
  private final WorkerWays.Ear ear;
  private final @Nullable Line line;
  private boolean over;

  /** To {@code there}; null if that is not there any more. */
  SimulatedWay(
      World world,
      Monitor monitor,
      SimulatedCoordinator from,
      @Nullable SimulatedCoordinator there,
      Message.Hello hello,
      WorkerWays.Ear ear) {
    this.from = from;
    this.ear = ear;
    if (there == null) {
      line = null;
      world.after(world.some(500), this::ended);
    } else {
      line = new Line(world, monitor, there, this, hello.invocation(), hello.instance(), null);
      from.opened(line);
    }
  }

  @Override
  public void send(Message message) {
    if (!over && line != null) {
      line.request(message);
    }
  }

  @Override
  public void close() {
    over = true;
    if (line != null) {
      line.cut();
    }
  }

  @Override
  public void receive(Line which, Message message) {
    from.loop()
        .execute(
            () -> {
              if (!over) {
                ear.heard(message);
              }
            });
  }

  @Override
  public void lost(Line which) {
    ended();
  }

  private void ended() {
    from.loop()
        .execute(
            () -> {
              if (!over) {
                over = true;
                ear.closed();
              }
            });
  }
}
