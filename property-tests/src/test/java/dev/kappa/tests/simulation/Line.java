package dev.kappa.tests.simulation;

import dev.kappa.coordinator.engine.EngineWorkers;
import dev.kappa.coordinator.engine.Worker;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Message;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection between a worker, or who speaks for one, and a coordinator. Messages go as their
 * bytes and keep their order. It breaks at any moment: what is on its way is lost, and each side
 * learns of it when it does.
 */
final class Line extends Worker {
  private final World world;
  private final Monitor monitor;
  private final SimulatedCoordinator coordinator;
  private final Caller worker;
  private final long instance;
  private final long opened;

  /** Requests to which a reply is due. */
  private final Deque<Message> requests = new ArrayDeque<>();

  private final Deque<Message> held = new ArrayDeque<>();
  private boolean slow;
  private boolean broken;
  private boolean closing;
  private long there;
  private long back;

  /** Who has called. */
  interface Caller {
    /** A message has come. */
    void receive(Line from, Message message);

    /** The connection is broken. */
    void lost(Line which);
  }

  Line(
      World world,
      Monitor monitor,
      SimulatedCoordinator coordinator,
      Caller worker,
      String invocation,
      long instance,
      @Nullable String resident) {
    super(invocation, instance, resident);
    this.world = world;
    this.monitor = monitor;
    this.coordinator = coordinator;
    this.worker = worker;
    this.instance = instance;
    this.opened = world.now();
    coordinator.opened(this);
    there = world.now() + world.delay();
    world.at(
        there, () -> coordinator.loop().execute(() -> served(workers -> workers.connected(this))));
  }

  // ---- to the coordinator

  void request(Message message) {
    world.tell("worker -> " + coordinator + ": " + text(message));
    there =
        carry(message, there, (bytes, line) -> coordinator.loop().execute(() -> arrived(bytes)));
  }

  private void arrived(Message message) {
    if (slow) {
      held.add(message);
    } else {
      served(workers -> serve(workers, message));
    }
  }

  private interface Service {
    void to(EngineWorkers workers);
  }

  /** What fails closes the connection. */
  private void served(Service service) {
    if (broken || closing) {
      return;
    }
    try {
      service.to(coordinator.workers());
    } catch (RuntimeException e) {
      world.tell("coordinator can't serve: " + e.getMessage());
      cut();
    }
  }

  private void serve(EngineWorkers workers, Message message) {
    switch (message) {
      case Message.Commits m -> {
        requests.add(m);
        workers.commit(this, m.commit());
      }
      case Message.FetchFrames m -> {
        requests.add(m);
        workers.frames(this, m);
      }
      case Message.PutBlob m -> {
        requests.add(m);
        workers.putBlob(this, m);
      }
      case Message.FetchBlob m -> {
        requests.add(m);
        workers.blob(this, m);
      }
      case Message.Poll m -> workers.poll(this, m);
      case Message.Heartbeat m -> workers.heartbeat(this, m.ref());
      case Message.Grant m -> {
        // Who looks at it is in front of the engine.
      }
      default -> throw new AssertionError("a worker says " + message);
    }
  }

  // ---- from the coordinator

  @Override
  protected void send(Message message) {
    if (broken || closing || coordinator.hasEnded()) {
      return;
    }
    look(message);
    world.tell(coordinator + " -> " + text(message));
    back = carry(message, back, (bytes, line) -> worker.receive(line, bytes));
    coordinator.mayDie();
  }

  private void look(Message message) {
    switch (message) {
      case Message.Assigned m -> {
        monitor.speaks(coordinator, m.assignment().ref().run());
        monitor.assigned(coordinator, m.assignment());
        placed(m.assignment());
      }
      case Message.Committed m -> accepted(m.seq());
      case Message.Yielded m -> accepted(m.seq());
      case Message.Superseded m -> {
        answered();
        monitor.refused();
      }
      case Message.Frames m -> answered();
      case Message.BlobStored m -> requests.remove();
      case Message.Blob m -> requests.remove();
      case Message.Refused m -> requests.remove();
      default -> {}
    }
  }

  /** A resident task is given to resident workers alone, and they are given no other. */
  private void placed(Assignment task) {
    if (task.extent().isResident() != isResident()) {
      world.violated("R2: %s was given to a worker of the other kind".formatted(task.ref()));
    }
  }

  private Message answered() {
    Message request = requests.remove();
    String run =
        switch (request) {
          case Message.Commits m -> m.commit().ref().run();
          case Message.FetchFrames m -> m.ref().run();
          case Message.FetchBlob m -> m.ref().run();
          default -> throw new AssertionError(request + " is not answered");
        };
    monitor.speaks(coordinator, run);
    return request;
  }

  private void accepted(long seq) {
    if (!(answered() instanceof Message.Commits m) || m.commit().seq() != seq) {
      world.violated("R1: a reply to commit " + seq + " comes out of order");
      return;
    }
    monitor.accepted(coordinator, m.commit(), instance);
  }

  @Override
  protected void slow(boolean slow) {
    this.slow = slow;
    while (!this.slow && !held.isEmpty()) {
      Message next = held.remove();
      served(workers -> serve(workers, next));
    }
  }

  // ---- the wire

  private long carry(Message message, long earliest, BiConsumer<Message, Line> receiver) {
    byte[] bytes = Message.frame(message).toBytes();
    long arrives = Math.max(earliest, world.now() + world.delay());
    if (world.strikes(Fault.CUT)) {
      cut();
    }
    world.at(
        arrives,
        () -> {
          if (!broken) {
            receiver.accept(Message.parse(Arrays.copyOfRange(bytes, 4, bytes.length)), this);
          }
        });
    return arrives;
  }

  /** Breaks the connection. */
  void cut() {
    if (!broken) {
      broken = true;
      world.after(world.some(300), () -> worker.lost(this));
      world.after(
          world.some(300),
          () -> coordinator.loop().execute(() -> coordinator.workers().disconnected(this)));
    }
  }

  /** What was sent before still arrives; nothing more is taken. */
  @Override
  protected void close() {
    closing = true;
    world.at(Math.max(back, world.now()), this::cut);
  }

  /** The same in the same world: sets of connections are gone through in its order. */
  @Override
  public int hashCode() {
    return Long.hashCode(instance + opened);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return super.equals(other);
  }

  static String text(Message message) {
    return switch (message) {
      case Message.Commits m -> text(m.commit());
      case Message.Assigned m -> "assigned " + m.assignment().ref();
      // Its base is by chance, and not of the world's.
      case Message.FetchFrames m -> "fetch frames of " + m.ref() + " below " + m.below();
      case Message.Frames m -> m.frames().size() + " frames";
      case Message.PutBlob m -> "blob " + m.name();
      case Message.Blob m -> "a blob";
      default -> message.toString();
    };
  }

  private static String text(Commit commit) {
    String next = commit.next().next().getClass().getSimpleName();
    return "commit " + commit.seq() + " of " + commit.ref() + ": " + next;
  }
}
