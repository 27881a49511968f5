package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.coordinator.store.ClaimStore;
import dev.kappa.objects.Carried;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Functions that can't reach the coordinator. For each a {@link ReturningWorker} speaks, which is
 * here: it asks for a task, invokes the function with it, and commits what that returns.
 */
final class ReturningWorkers implements Functions {
  private final SecureRandom random = new SecureRandom();
  private final Engine engine;
  private final ScheduledExecutorService loop;
  private final Platform platform;
  private final Invitations invitations;
  private final EngineSettings settings;
  private final Time time;
  private final TurnWishes wishes = new TurnWishes();
  private final @Nullable ClaimStore claims;
  private final ClaimRoom room = new ClaimRoom(ClaimRoom.defaultBytes());
  private @Nullable WorkerWays others;

  /**
   * Those of an engine.
   *
   * @param claims where what is too large for an invocation goes; null if it can't
   */
  ReturningWorkers(
      Engine engine,
      ScheduledExecutorService loop,
      Platform platform,
      Invitations invitations,
      EngineSettings settings,
      Time time,
      @Nullable ClaimStore claims) {
    this.engine = engine;
    this.loop = loop;
    this.platform = platform;
    this.invitations = invitations;
    this.settings = settings;
    this.time = time;
    this.claims = claims;
  }

  @Override
  public boolean invokesAtOnce() {
    return false;
  }

  @Override
  public void reaching(WorkerWays ways) {
    others = ways;
  }

  @Override
  public CompletableFuture<InvokeOutcome> begin(String version, Invitations.Invitation invitation) {
    Message.Hello hello =
        new Message.Hello(
            Message.VERSION, invitation.token(), invitation.id(), random.nextLong(), version);
    ReturningWorker worker = new ReturningWorker(this, version, hello);
    // Not within the dispatcher's own work.
    loop.execute(worker::begin);
    return worker.end();
  }

  // ---- what its workers need

  Engine engine() {
    return engine;
  }

  ScheduledExecutorService loop() {
    return loop;
  }

  Time time() {
    return time;
  }

  TurnWishes wishes() {
    return wishes;
  }

  /** {@return how much an invocation may be given, and return} */
  TurnLimits limits() {
    return TurnLimits.of(claims);
  }

  /**
   * {@return for what is too large for an invocation of one worker; null if it goes nowhere}
   *
   * @param ended whether that worker has ended
   */
  @Nullable ClaimCheck claimCheck(BooleanSupplier ended) {
    return claims == null ? null : new ClaimCheck(claims, room, ended);
  }

  /** {@return how long a worker may be silent} */
  long leaseMillis() {
    return settings.lease().toMillis();
  }

  /** {@return a request for a task, of a function that has all its time} */
  Message.Poll poll() {
    return new Message.Poll(settings.linger().toMillis(), platform.functionTimeout().toMillis());
  }

  /** {@return a way to another coordinator; null if there is none} */
  WorkerWays.@Nullable Way open(Message.Address to, Message.Hello hello, WorkerWays.Ear ear) {
    return others == null ? null : others.open(to, renewed(hello), ear);
  }

  /** A worker that is here may be older than a token lasts. */
  private Message.Hello renewed(Message.Hello hello) {
    String token = invitations.tokens().token(hello.invocation(), time.now());
    return new Message.Hello(
        hello.version(), token, hello.invocation(), hello.instance(), hello.application());
  }

  /** {@return what says to another coordinator that a worker has an attempt} */
  Message.Grant grant(AttemptRef attempt) {
    return invitations.tokens().grant(attempt, WorkerTokens.LIFE, time.now());
  }

  /**
   * {@return whether an attempt has its task still, as far as this coordinator may say} What it was
   * given may have been fetched for long, or this process may have stood still.
   */
  boolean mayBegin(AttemptRef attempt) {
    LoadedRun loaded = engine.partitions().loaded(attempt.run());
    RunState state = loaded == null ? null : loaded.state();
    return state != null
        && state.isRunning(attempt)
        && engine.partitions().voiceOf(attempt.run()).getAsBoolean();
  }

  /**
   * Invokes the function.
   *
   * @param said what the payload has to say, or where that is
   */
  CompletableFuture<InvokeOutcome> invoke(
      String version, TurnPayload payload, Carried said, boolean begun) {
    AttemptRef attempt = payload.task().ref();
    LoadedRun loaded = engine.partitions().loaded(attempt.run());
    RunState state = loaded == null ? null : loaded.state();
    engine.tally().invoked();
    boolean careful = state != null && state.hasCrashed(attempt.task());
    return Functions.invoke(platform, version, payload.json(said, invitations, begun, careful));
  }
}
