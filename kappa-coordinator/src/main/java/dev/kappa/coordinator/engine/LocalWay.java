package dev.kappa.coordinator.engine;

import dev.kappa.wire.Message;
import java.util.concurrent.Executor;

/** The way of a worker's messages to this coordinator. */
final class LocalWay implements WorkerWays.Way {
  private final EngineWorkers workers;
  private final Executor loop;
  private final WorkerWays.Ear ear;
  private final Line line;
  private boolean over;

  private LocalWay(EngineWorkers workers, Executor loop, Message.Hello hello, WorkerWays.Ear ear) {
    this.workers = workers;
    this.loop = loop;
    this.ear = ear;
    this.line = new Line(hello);
  }

  static LocalWay open(
      EngineWorkers workers, Executor loop, Message.Hello hello, WorkerWays.Ear ear) {
    LocalWay way = new LocalWay(workers, loop, hello, ear);
    workers.connected(way.line);
    return way;
  }

  /** {@return the worker, as the engine sees it} */
  Worker worker() {
    return line;
  }

  @Override
  public void send(Message message) {
    if (over) {
      return;
    }
    switch (message) {
      case Message.Poll m -> workers.poll(line, m);
      case Message.Commits m -> workers.commit(line, m.commit());
      case Message.Heartbeat m -> workers.heartbeat(line, m.ref());
      case Message.FetchFrames m -> workers.frames(line, m);
      case Message.FetchBlob m -> workers.blob(line, m);
      case Message.PutBlob m -> workers.putBlob(line, m);
      case Message.Grant m -> {
        // It was given the task here, or its first commit says whose it is.
      }
      default -> throw new IllegalArgumentException("not from a worker: " + message);
    }
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      workers.disconnected(line);
    }
  }

  /** What the engine says is heard later: it may say it while it is about something else. */
  private final class Line extends Worker {
    Line(Message.Hello hello) {
      super(hello.invocation(), hello.instance());
    }

    @Override
    boolean isFunction() {
      return false;
    }

    @Override
    protected void send(Message message) {
      loop.execute(
          () -> {
            if (!over) {
              ear.heard(message);
            }
          });
    }

    @Override
    protected void slow(boolean slow) {
      loop.execute(() -> ear.slow(slow));
    }

    @Override
    protected void close() {
      loop.execute(this::ended);
    }

    private void ended() {
      if (!over) {
        LocalWay.this.close();
        ear.closed();
      }
    }
  }
}
