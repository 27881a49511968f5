package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.platform.InvokeRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The invocations of the function that run, up to the cap. */
final class Invocations {
  private static final Logger LOG = LoggerFactory.getLogger(Invocations.class);

  /** Cold starts take less: who has not come by then is not waited for any more. */
  private static final long START_MILLIS = 30_000;

  private final ScheduledExecutorService loop;
  private final Functions functions;
  private final Invitations invitations;
  private final int cap;
  private final MissedStarts missed;
  private final Versions versions;
  private final Time time;
  private final Listener listener;

  /** Those whose workers are on their way, with what happens if they do not come. */
  private final Map<String, ScheduledFuture<?>> starting = new HashMap<>();

  /** How many those are, by the version of the code that they run. */
  private final Map<String, Integer> startingByVersion = new HashMap<>();

  /** With the version of the code that each runs. */
  private final Map<String, String> ours = new HashMap<>();

  /** Those that have a task before the function is invoked, and of which nothing was heard. */
  private final Set<String> unheard = new HashSet<>();

  private final List<CompletableFuture<Void>> whenEnded = new ArrayList<>();
  private final Pauses pauses;
  private int running;

  /** Who wants invocations. */
  interface Listener {
    /** An invocation has ended. */
    void ended(String id, InvokeOutcome how);

    /** There may be room for another. */
    void free();
  }

  Invocations(
      ScheduledExecutorService loop,
      Functions functions,
      Invitations invitations,
      int cap,
      MissedStarts missed,
      Versions versions,
      Time time,
      Listener listener) {
    this.loop = loop;
    this.functions = functions;
    this.invitations = invitations;
    this.cap = cap;
    this.missed = missed;
    this.versions = versions;
    this.time = time;
    this.listener = listener;
    this.pauses = new Pauses(loop, time, listener::free);
  }

  /** {@return whether no other can begin now} */
  boolean full() {
    return pauses.ofAll() || running >= cap;
  }

  /** {@return whether none can begin now that runs a version} */
  boolean full(String version) {
    return full() || pauses.of(version);
  }

  /** {@return how many run} */
  int open() {
    return running;
  }

  /** {@return the most that may run at once} */
  int cap() {
    return cap;
  }

  /** {@return whether none begins for a while, whatever it runs} */
  boolean paused() {
    return pauses.ofAll();
  }

  /** {@return how many brought no worker so far} */
  long withoutWorker() {
    return missed.all();
  }

  /** {@return of how many the workers are on their way} */
  int starting() {
    return starting.size();
  }

  /** {@return of how many the workers are on their way that run a version} */
  int starting(String version) {
    return startingByVersion.getOrDefault(version, 0);
  }

  /** {@return the version of the code that an invocation runs; empty if it is not known} */
  String versionOf(String id) {
    return ours.getOrDefault(id, "");
  }

  /** {@return whether this coordinator began it, and it has not ended} */
  boolean isOurs(String id) {
    return ours.containsKey(id);
  }

  /** Begins one that runs a version that can be had. */
  void begin(String version) {
    Invitations.Invitation invitation = invitations.next(time.now());
    String id = invitation.id();
    running++;
    ours.put(id, version);
    int before = missed.inARow(version);
    startingByVersion.merge(version, 1, Integer::sum);
    starting.put(id, loop.schedule(() -> overdue(id, before), START_MILLIS, TimeUnit.MILLISECONDS));
    functions
        .begin(version, invitation)
        .whenComplete((outcome, error) -> loop.execute(() -> ended(id, before, outcome, error)));
  }

  /** A worker has come: the function can be had. */
  void came(String id) {
    hasStarted(id);
    unheard.remove(id);
    String version = versionOf(id);
    versions.came(version);
    pauses.came(version);
    missed.end(version);
  }

  /**
   * It asks for a task; the function is invoked when it has one. Who comes again, since its way was
   * lost, may have had the function's answer before.
   */
  void placed(String id) {
    if (hasStarted(id)) {
      unheard.add(id);
    }
  }

  /** There was no need to invoke the function. */
  void needless(String id) {
    hasStarted(id);
    unheard.remove(id);
  }

  /** {@return whether it was waited for} */
  private boolean hasStarted(String id) {
    ScheduledFuture<?> timer = starting.remove(id);
    if (timer != null) {
      timer.cancel(false);
      startingByVersion.computeIfPresent(versionOf(id), (v, n) -> n == 1 ? null : n - 1);
    }
    return timer != null;
  }

  /** It takes up its room until it ends; its worker may yet come. */
  private void overdue(String id, int before) {
    hasStarted(id);
    String version = versionOf(id);
    missed.addOverdue(version, before, START_MILLIS);
    LOG.warn("a worker did not come within {} s; it may hang", START_MILLIS / 1000);
    pauses.begin(InvokeRule.Scope.VERSION, version, InvokeRule.Pause.SHORT);
  }

  // ---- the end

  private void ended(
      String id, int before, @Nullable InvokeOutcome outcome, @Nullable Throwable error) {
    running--;
    String version = versionOf(id);
    boolean nothingHeard = unheard.remove(id);
    boolean neverCame = hasStarted(id) || nothingHeard;
    ours.remove(id);
    InvokeOutcome how =
        outcome == null
            ? new InvokeOutcome.Failed(InvokeError.NO_ANSWER, String.valueOf(error))
            : outcome;
    if (neverCame) {
      missed(version, before, how);
    }
    listener.ended(id, how);
    listener.free();
    tellEnd();
  }

  /** Takes an invocation into account, until it ends, that is no worker's but takes up its room. */
  void alongside(CompletableFuture<?> invocation) {
    if (!invocation.isDone()) {
      running++;
      invocation.whenComplete((done, error) -> loop.execute(this::besidesIt));
    }
  }

  private void besidesIt() {
    running--;
    listener.free();
    tellEnd();
  }

  /** {@return completes when none runs any more that was begun here} */
  CompletableFuture<Void> ended() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    whenEnded.add(end);
    tellEnd();
    return end;
  }

  private void tellEnd() {
    if (running == 0) {
      whenEnded.forEach(end -> end.complete(null));
      whenEnded.clear();
    }
  }

  // ---- those that bring no worker

  private void missed(String version, int before, InvokeOutcome how) {
    boolean told = missed.add(version, before, how);
    switch (how) {
      case InvokeOutcome.Returned r -> {
        LOG.warn("a worker did not come: {}", how);
        pauses.begin(InvokeRule.Scope.VERSION, version, InvokeRule.Pause.SHORT);
      }
      case InvokeOutcome.Failed f -> failed(version, f, told);
    }
  }

  private void failed(String version, InvokeOutcome.Failed how, boolean told) {
    InvokeRule rule = how.error().rule();
    if (rule.gone()) {
      versions.missed(version);
    }
    // A platform that throttles does what it should: it is asked again later, and more rarely.
    if (how.error() == InvokeError.THROTTLED && !told) {
      LOG.debug("the platform throttles: {}", how.message());
    } else {
      LOG.warn("a worker did not come: {}", how);
    }
    pauses.begin(rule.scope(), version, rule.pause());
  }
}
