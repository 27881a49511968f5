package dev.kappa.tests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.platform.Platform;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A platform of functions as one coordinator sees it. */
final class SimulatedPlatform implements Platform {
  static final int LIMIT_MILLIS = 30_000;

  /** One that hangs while it starts is not waited for so long. */
  private static final int LONGEST_HANG_MILLIS = 100_000;

  private static final Pattern INVOCATION = Pattern.compile("\"invocation\":\"([^\"]*)\"");

  private final World world;
  private final SimulatedCoordinator coordinator;
  private final Workers workers;
  private final boolean survive;
  private final byte[] description;

  SimulatedPlatform(
      World world, SimulatedCoordinator coordinator, Workers workers, Program program) {
    this.world = world;
    this.coordinator = coordinator;
    this.workers = workers;
    this.survive = world.random.nextBoolean();
    this.description =
        Stream.concat(Stream.of(Program.MAIN), program.others().keySet().stream().sorted())
            .map("{\"name\":\"%s\"}"::formatted)
            .collect(Collectors.joining(",", "{\"workflows\":[", "]}"))
            .getBytes(UTF_8);
  }

  @Override
  public CompletableFuture<InvokeOutcome> invoke(byte[] payload) {
    CompletableFuture<InvokeOutcome> outcome = new CompletableFuture<>();
    Matcher invocation = INVOCATION.matcher(new String(payload, UTF_8));
    if (coordinator.hasEnded()) {
      return outcome;
    }
    TurnText turn = TurnText.of(payload, workers.bucket());
    if (turn != null) {
      workers.functions().told(coordinator, turn);
    }
    if (turn == null && !invocation.find()) {
      end(outcome, world.delay(), new InvokeOutcome.Returned(description));
    } else if (world.strikes(Fault.THROTTLED)) {
      end(outcome, world.delay(), new InvokeOutcome.Failed(InvokeError.THROTTLED, "too many"));
    } else if (world.strikes(Fault.NO_START)) {
      boolean known = world.random.nextBoolean();
      end(
          outcome,
          world.some(world.random.nextInt(4) == 0 ? LONGEST_HANG_MILLIS : 2000),
          known
              ? new InvokeOutcome.Failed(InvokeError.INIT_ERROR, "no start")
              : new InvokeOutcome.Failed(InvokeError.NO_ANSWER, "no start"));
    } else if (turn != null) {
      world.after(
          world.delay(),
          () -> workers.functions().begin(turn, how -> end(outcome, world.delay(), how)));
    } else {
      String id = invocation.group(1);
      world.after(world.delay(), () -> start(id, outcome));
    }
    return outcome;
  }

  @Override
  public CompletableFuture<InvokeOutcome> startResident(String version, byte[] invitation) {
    CompletableFuture<InvokeOutcome> outcome = new CompletableFuture<>();
    Matcher name = INVOCATION.matcher(new String(invitation, UTF_8));
    if (!coordinator.hasEnded() && name.find()) {
      String id = name.group(1);
      world.after(
          world.delay(),
          () ->
              workers.startResident(
                  coordinator, id, version, how -> end(outcome, world.delay(), how)));
    }
    return outcome;
  }

  private void start(String invocation, CompletableFuture<InvokeOutcome> outcome) {
    SimulatedWorker worker =
        workers.start(coordinator, invocation, how -> end(outcome, world.delay(), how));
    boolean early = world.strikes(Fault.TIMED_OUT);
    world.after(
        early ? world.some(3000) : LIMIT_MILLIS,
        () -> worker.die(new InvokeOutcome.Failed(InvokeError.TIMEOUT, "too long")));
    if (world.strikes(Fault.INVOKE_BROKEN)) {
      end(outcome, world.some(5000), new InvokeOutcome.Failed(InvokeError.NO_ANSWER, "broken"));
    }
  }

  private void end(CompletableFuture<InvokeOutcome> outcome, int millis, InvokeOutcome how) {
    world.after(
        millis,
        () -> {
          if (!coordinator.hasEnded()) {
            outcome.complete(how);
          }
        });
  }

  @Override
  public boolean workersSurvive() {
    return survive;
  }

  @Override
  public Duration functionTimeout() {
    return Duration.ofMillis(LIMIT_MILLIS);
  }

  @Override
  public String describe() {
    return "simulated functions";
  }

  @Override
  public void close() {}
}
