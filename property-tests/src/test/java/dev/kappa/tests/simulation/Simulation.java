package dev.kappa.tests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Checkpoint;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** One program in one world, from start to end. */
final class Simulation implements SimulatedCoordinator.Workers, SimulatedWorker.Link {
  private final World world;
  private final Program program;
  private final Checkpoint mode;
  private final SimulatedCoordinator coordinator;
  private final List<SimulatedWorker> workers = new ArrayList<>();

  private final Set<AttemptRef> attempts = new HashSet<>();

  /** How many steps of each task some worker knows to be durable. */
  private final Map<Handle, Long> finished = new HashMap<>();

  Simulation(World world, Program program, Checkpoint mode) {
    this.world = world;
    this.program = program;
    this.mode = mode;
    this.coordinator = new SimulatedCoordinator(world, this);
    Journal.clear();
  }

  /** Makes a client cancel the run after {@code millis}. */
  Simulation cancelAfter(long millis) {
    world.after(millis, coordinator::cancel);
    return this;
  }

  /** Runs until nothing is to happen any more. {@return how the run ended} */
  RunHeader run() {
    coordinator.start();
    try {
      world.run();
      assertThat(coordinator.store().retired()).as("the run is over").isTrue();
      assertThat(coordinator.store().fields()).containsOnlyKeys(Change.HEADER);
      assertThat(coordinator.store().blobs()).isEmpty();
      return RunHeader.read(
          Objects.requireNonNull(coordinator.store().fields().get(Change.HEADER)));
    } catch (AssertionError | RuntimeException e) {
      throw failed(e);
    }
  }

  /** Runs, and demands the program's result. */
  void runToItsResult() {
    RunHeader header = run();
    try {
      assertThat(header.failure()).isNull();
      assertThat(header.status()).isEqualTo(RunStatus.SUCCEEDED);
      program.check().accept(result());
    } catch (AssertionError | RuntimeException e) {
      throw failed(e);
    }
  }

  private String result() {
    byte[] result = Objects.requireNonNull(coordinator.store().result(), "the result");
    return new String(result, UTF_8);
  }

  long history() {
    return world.digest();
  }

  private AssertionError failed(Throwable cause) {
    return new AssertionError(
        program.name() + ", " + mode + ", " + world.faults + "\n" + world.history(), cause);
  }

  // ---- workers

  @Override
  public void start(Assignment assignment) {
    AttemptRef attempt = assignment.ref();
    assertThat(attempts.add(attempt)).as("%s is new", attempt).isTrue();
    assertThat(assignment.steps())
        .as("%s is not given steps again that are known to be durable", attempt)
        .isGreaterThanOrEqualTo(finished.getOrDefault(attempt.task(), 0L));
    world.send("coordinator -> " + attempt, new Message.Assigned(assignment), this::begin);
  }

  private void begin(Message message) {
    Assignment assignment = ((Message.Assigned) message).assignment();
    long instance = world.random.nextLong();
    SimulatedHost host =
        new SimulatedHost(world, program.task(), assignment.ref(), instance, coordinator);
    try {
      workers.add(new SimulatedWorker(world, this, host, mode, assignment, instance));
    } catch (BlobGoneException e) {
      world.tell(assignment.ref() + " comes too late: " + e.getMessage());
    }
  }

  @Override
  public boolean live(AttemptRef attempt) {
    workers.removeIf(worker -> !worker.live());
    return workers.stream().anyMatch(worker -> worker.attempt().equals(attempt));
  }

  // ---- the way to the coordinator

  @Override
  public void send(Message message, long instance, Consumer<Message> back) {
    world.send(
        "worker -> " + text(message),
        message,
        arrived ->
            coordinator.receive(
                arrived,
                instance,
                reply -> world.send("coordinator -> " + text(reply), reply, back)));
  }

  private static String text(Message message) {
    if (message instanceof Message.Commits m) {
      Commit commit = m.commit();
      String next = commit.next().next().getClass().getSimpleName();
      return "commit " + commit.seq() + " of " + commit.ref() + ": " + next;
    }
    return message.toString();
  }

  @Override
  public void finished(AttemptRef attempt, long steps) {
    finished.merge(attempt.task(), steps, Math::max);
  }
}
